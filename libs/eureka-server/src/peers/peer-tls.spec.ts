import fastify, { type FastifyInstance } from 'fastify';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anInstance } from '@eureka-nest/protocol/testing';
import { consoleLogger } from '../log/console-logger.js';
import { freePort } from '@eureka-nest/runtime/testing';
import { EurekaServer } from '../server/eureka-server.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { tlsOf } from '../options/access.options.js';
import { peerTlsOf } from './peer-tls.js';

const file = (name: string) => join(__dirname, '../../../runtime/fixtures/tls', name);
const ofServer = {
  tlsCertificate: file('server.pem'),
  tlsPrivateKey: file('server.key'),
  tlsTrustCertificate: file('authority.pem'),
};
const ofClient = { peerCertificate: file('client.pem'), peerCertificatePrivateKey: file('client.key') };

describe('the certificate for peers', () => {
  it('is undefined with plain HTTP', () => {
    expect(peerTlsOf(new EurekaServerOptions())).toBeUndefined();
  });

  it('is the own certificate, unless another is configured', () => {
    const own = peerTlsOf(new EurekaServerOptions(ofServer));
    const named = peerTlsOf(new EurekaServerOptions({ ...ofServer, ...ofClient }));
    expect(own?.cert).toBeDefined();
    expect(named?.cert).not.toEqual(own?.cert);
    expect(named?.ca).toEqual(own?.ca);
  });

  it.each([
    [
      { peerCertificate: file('client.pem') },
      'peerCertificatePrivateKey (EUREKA_SERVER_PEER_CERTIFICATE_PRIVATE_KEY) is undefined',
    ],
    [
      { peerCertificatePrivateKey: file('client.key') },
      'peerCertificate (EUREKA_SERVER_PEER_CERTIFICATE) is undefined',
    ],
  ])('names the missing option: %#', (given, says) => {
    expect(() => peerTlsOf(new EurekaServerOptions(given))).toThrow(says);
  });
});

describe('two servers that ask for a login and for certificates', () => {
  const login = { userName: 'me', userPassword: 'secret' };
  const running: { server: EurekaServer; app: FastifyInstance }[] = [];
  afterEach(async () => {
    for (const { server, app } of running.splice(0)) {
      await server.stop();
      await app.close();
    }
  });

  const start = async (port: number, other: number, more: Partial<EurekaServerOptions>) => {
    const peers = [`https://me:secret@localhost:${other}/eureka/`];
    const options = new EurekaServerOptions({
      ...ofServer,
      ...login,
      port,
      peers,
      tlsClientAuth: 'need',
      ...more,
    });
    const { cert, key, ca, requestCert, rejectUnauthorized } = tlsOf(options) ?? {};
    const app = fastify({ https: { cert, key, ca, requestCert, rejectUnauthorized } });
    const server = new EurekaServer(options, { loggerFor: consoleLogger('error') });
    server.mount(app);
    await app.listen({ port, host: '127.0.0.1' });
    server.start();
    running.push({ server, app });
    return server;
  };

  it('replicate with client certificates', async () => {
    const [one, two] = [await freePort(), await freePort()];
    const first = await start(one, two, ofClient);
    const second = await start(two, one, ofClient);
    first.service.register(anInstance({ port: 8001 }), 'client');
    await eventually(() => second.registry.reads.size === 1);
    expect(second.peers.all.map(({ state }) => state.is)).toEqual(['in-step']);
  });

  it('do not trust a peer with a foreign certificate', async () => {
    const [one, two] = [await freePort(), await freePort()];
    const first = await start(one, two, ofClient);
    await start(two, one, {
      ...ofClient,
      tlsCertificate: file('stranger.pem'),
      tlsPrivateKey: file('stranger.key'),
    });
    await eventually(() => first.peers.all[0]?.state.is === 'unreachable');
  });
});

async function eventually(look: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000 && !look(); tries++) await sleep(10);
  expect(look()).toBe(true);
}
