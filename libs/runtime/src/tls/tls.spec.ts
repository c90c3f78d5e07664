import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppOptions } from '../settings/app.options.js';
import { InvalidOptionError } from '../settings/errors.js';
import { listeningPort } from '../app/listening-port.js';
import { runApp } from '../app/run-app.js';
import { readTls, type TlsSettings } from './tls.js';

const fixture = (name: string) => join(__dirname, '../../fixtures/tls', name);
const pem = (name: string) => readFileSync(fixture(name));
const settings = { certificate: fixture('server.pem'), privateKey: fixture('server.key') };
const ca = pem('authority.pem');
const asClient = { ca, cert: pem('client.pem'), key: pem('client.key') };
const asStranger = { ca, cert: pem('stranger.pem'), key: pem('stranger.key') };

describe('an app with TLS', () => {
  let app: NestFastifyApplication;
  afterEach(() => app.close());

  const speak = async (given: Partial<TlsSettings> = {}) => {
    const tls = readTls({ ...settings, clientAuth: 'none', ...given });
    const options = new AppOptions({ port: 0, host: '127.0.0.1', logLevel: 'error' });
    app = await runApp({ name: 'tls', imports: [], ...options, tls });
  };
  const ask = async (options: RequestOptions) => {
    const port = listeningPort(app.getHttpServer());
    const call = request({ host: '127.0.0.1', port, path: '/actuator/health', agent: false, ...options });
    call.end();
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };

  it('serves clients that know its authority, and is not trusted by others', async () => {
    await speak();
    expect(await ask({ ca })).toBe(200);
    await expect(ask({})).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  it('does not respond to plain HTTP', async () => {
    await speak();
    await expect(
      fetch(`http://127.0.0.1:${listeningPort(app.getHttpServer())}/actuator/health`),
    ).rejects.toThrow();
  });

  it('closes in time although a client stays connected', async () => {
    await speak();
    const call = request({ host: '127.0.0.1', port: listeningPort(app.getHttpServer()), ca, path: '/actuator/health', headers: { connection: 'keep-alive' } }); // prettier-ignore
    call.end();
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    await once(answer.resume(), 'end');
    await app.close();
    expect(app.getHttpServer().listening).toBe(false);
  });

  const trust = fixture('authority.pem');
  it.each([
    ['need', 'client', asClient, 200],
    ['need', 'stranger', asStranger, 'refused'],
    ['need', 'nobody', { ca }, 'refused'],
    ['want', 'client', asClient, 200],
    ['want', 'nobody', { ca }, 200],
    ['none', 'nobody', { ca }, 200],
  ] as const)(
    'with client-auth %s, %s is answered or refused: %#',
    async (clientAuth, _who, as, expected) => {
      await speak({ clientAuth, trust });
      expect(await ask(as).catch(() => 'refused')).toBe(expected);
    },
  );
});

describe('TLS files', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tls-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it("may be given in Spring's notation", () => {
    const { cert } = readTls({
      certificate: `file:${settings.certificate}`,
      privateKey: `file://${settings.privateKey}`,
      clientAuth: 'none',
    });
    expect(cert).toEqual(pem('server.pem'));
  });

  const broken = '-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n';
  const brokenKey = '-----BEGIN PRIVATE KEY-----\nbm8=\n-----END PRIVATE KEY-----\n';
  it.each([
    [
      { certificate: 'no.pem' },
      /^server\.ssl\.certificate is "no\.pem": it must be a file that can be read \(ENOENT/,
    ],
    [
      { certificate: 'classpath:server.pem' },
      /^server\.ssl\.certificate is "classpath:server\.pem": it must be a file/,
    ],
    [{ certificate: fixture('server.key') }, /^server\.ssl\.certificate .+ -----BEGIN CERTIFICATE-----/],
    [
      { privateKey: fixture('server.pem') },
      /^server\.ssl\.certificate-private-key .+ -----BEGIN PRIVATE KEY-----/,
    ],
    [{ trust: fixture('server.key') }, /^server\.ssl\.trust-certificate .+ -----BEGIN CERTIFICATE-----/],
    [
      { certificate: () => put('broken.pem', broken) },
      /^server\.ssl\.certificate .+ it must be a certificate in a PEM file/,
    ],
    [
      { privateKey: () => put('broken.key', brokenKey) },
      /^server\.ssl\.certificate-private-key .+ it must be a private key/,
    ],
    [
      { privateKey: fixture('client.key') },
      /^server\.ssl\.certificate-private-key .+ it must be the private key of the certificate/,
    ],
    [
      { trust: () => put('broken.pem', broken) },
      /^server\.ssl\.trust-certificate .+ it must be a certificate in a PEM file/,
    ],
  ])('are checked at start-up and named in the error: %#', (given, says) => {
    const made = Object.entries(given).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : value(),
    ]);
    const read = () => readTls({ ...settings, clientAuth: 'none', ...Object.fromEntries(made) });
    expect(read).toThrow(InvalidOptionError);
    expect(read).toThrow(says);
  });
});
