import { anInstance } from '@eureka-nest/protocol/testing';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { encodeApplicationsDocument } from '@eureka-nest/protocol';
import { EurekaClient, type EurekaClientParts } from '../../src/eureka-client.js';
import type { EurekaClientOptions } from '../../src/options/eureka-client.options.js';
import { RecordingLogger } from '../builders/recording-logger.js';

const file = (name: string) => join(__dirname, '../../../runtime/fixtures/tls', name);
const pem = (name: string) => readFileSync(file(name));
const instance = anInstance();

describe('a client with TLS', () => {
  let server: Server;
  let client: EurekaClient;
  let log: RecordingLogger;

  /** Starts a registry that requires a client certificate of its authority. */
  beforeEach(async () => {
    log = new RecordingLogger();
    const tls = {
      cert: pem('server.pem'),
      key: pem('server.key'),
      ca: pem('authority.pem'),
      requestCert: true,
    };
    const body = JSON.stringify(
      encodeApplicationsDocument({
        version: '1',
        hashCode: 'UP_1_',
        applications: [{ name: instance.app, instances: [instance] }],
      }),
    );
    server = createServer(tls, (_request, response) => response.end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await client.stop();
    server.closeAllConnections();
    server.close();
  });

  const fetching = async (given: Partial<EurekaClientOptions>, parts: Partial<EurekaClientParts> = {}) => {
    const { port } = server.address() as AddressInfo;
    const serviceUrls = [`https://localhost:${port}/eureka/`];
    client = new EurekaClient(
      { registerWithEureka: false, serviceUrls, ...given },
      { logger: log, ...parts },
    );
    await client.start();
    await Promise.race([client.whenFetched(), log.waitFor('not up yet')]);
    return client.services();
  };

  it('trusts the authority of the registry and sends its own certificate, from files', async () => {
    const files = {
      tlsTrustCertificate: file('authority.pem'),
      tlsCertificate: file('client.pem'),
      tlsPrivateKey: file('client.key'),
    };
    expect(await fetching(files)).toEqual(['cloud-payment-service']);
  });

  it('does so from memory', async () => {
    const tls = { ca: pem('authority.pem'), cert: pem('client.pem'), key: pem('client.key') };
    expect(await fetching({}, { tls })).toEqual(['cloud-payment-service']);
  });

  it.each([
    ['that it does not trust', {}, 'self-signed certificate in certificate chain'],
    ['that does not trust it', { tlsTrustCertificate: file('authority.pem') }, 'certificate required'],
  ])('logs the error of a registry %s', async (_, given, words) => {
    expect(await fetching(given)).toEqual([]);
    expect(log.shown[0]).toContain(words);
  });

  it.each<[Partial<EurekaClientOptions>, string]>([
    [{ tlsTrustCertificate: file('none.pem') }, 'tlsTrustCertificate is'],
    [{ tlsTrustCertificate: file('server.key') }, 'a PEM file with a certificate'],
    [
      { tlsCertificate: file('client.pem'), tlsPrivateKey: file('client.pem') },
      'a PEM file with a private key',
    ],
    [{ tlsCertificate: file('client.pem') }, 'tlsPrivateKey is undefined: it must be set too'],
  ])('rejects %j at once', (given, words) => {
    expect(() => (client = new EurekaClient(given))).toThrow(words);
    client = new EurekaClient();
  });
});
