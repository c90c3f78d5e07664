import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { freePorts } from '../../harness/free-ports.js';
import type { Read } from './listing.js';
import { Program } from '../../harness/program.js';
import { temporaryFolder } from './temporary-folder.js';

const bundle = join(__dirname, '..', '..', '..', 'dist', 'bundle', 'eureka-7001.mjs');

/**
 * A lone registry of ours with HTTPS. `openssl` makes its certificate and that of a client,
 * `keytool` the Java trust store with the certificate of the registry.
 */
export class TlsRegistry {
  readonly password = 'changeit';
  private readonly folder = temporaryFolder('tls');

  private constructor(readonly base: string) {}

  /** @param clientAuth `need` to require the trusted client certificate */
  static async started(clientAuth: 'none' | 'need'): Promise<TlsRegistry> {
    const [port = 0] = await freePorts(1);
    const registry = new TlsRegistry(`https://localhost:${port}`);
    registry.makeStores();
    const program = new Program('eureka-7001 with TLS', process.execPath, [bundle], {
      env: {
        HOST: '127.0.0.1',
        PORT: String(port),
        EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: `${registry.base}/eureka/`,
        SERVER_SSL_CERTIFICATE: registry.file('registry.pem'),
        SERVER_SSL_CERTIFICATE_PRIVATE_KEY: registry.file('registry.key'),
        SERVER_SSL_TRUST_CERTIFICATE: registry.file('client.pem'),
        SERVER_SSL_CLIENT_AUTH: clientAuth,
      },
    });
    await program.until(() => registry.read(`${registry.base}/actuator/health`), 20_000);
    return registry;
  }

  /** Java trust store with the certificate of the registry. */
  get trustStore(): string {
    return this.file('trust.p12');
  }

  /** Java key store with the certificate of the client. */
  get keyStore(): string {
    return this.file('client.p12');
  }

  readonly read: Read = (url) =>
    this.send(url, {
      cert: readFileSync(this.file('client.pem')),
      key: readFileSync(this.file('client.key')),
    });

  readonly readWithoutCertificate: Read = (url) => this.send(url, {});

  private send(url: string, certificate: ClientCertificate): ReturnType<Read> {
    const ca = readFileSync(this.file('registry.pem'));
    const headers = { accept: 'application/json' };
    return new Promise((resolve, reject) => {
      const sent = request(url, { ca, ...certificate, agent: false, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text, body: JSON.parse(text) }));
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  private file(name: string): string {
    return join(this.folder, name);
  }

  private makeStores(): void {
    for (const name of ['registry', 'client']) {
      const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
      const kind = [
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ];
      const files = ['-keyout', this.file(`${name}.key`), '-out', this.file(`${name}.pem`)];
      run('openssl', ['req', ...kind, ...names, ...files]);
    }
    const client = ['-inkey', this.file('client.key'), '-in', this.file('client.pem')];
    run('openssl', [
      'pkcs12',
      '-export',
      ...client,
      '-out',
      this.keyStore,
      '-passout',
      `pass:${this.password}`,
    ]);
    const entry = ['-importcert', '-noprompt', '-alias', 'registry', '-file', this.file('registry.pem')];
    const store = ['-keystore', this.trustStore, '-storetype', 'PKCS12', '-storepass', this.password];
    run('keytool', [...entry, ...store]);
  }
}

interface ClientCertificate {
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

const run = (program: string, args: readonly string[]) => execFileSync(program, args, { stdio: 'pipe' });
