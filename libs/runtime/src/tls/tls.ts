import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { InvalidOptionError } from '../settings/errors.js';

/** PEM files, and the rule for client certificates. */
export interface TlsSettings {
  readonly certificate: string;
  readonly privateKey: string;
  /** Certificate authorities that may sign a client's certificate. */
  readonly trust?: string;
  /** Client certificates: `need` requires a valid one, `want` also accepts clients without one. */
  readonly clientAuth: 'none' | 'want' | 'need';
}

/** Options of Node's https server. */
export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer;
  readonly requestCert: boolean;
  readonly rejectUnauthorized: boolean;
}

/** Reads and checks the files, so that a wrong one aborts start-up with its name. */
export function readTls({ certificate, privateKey, trust, clientAuth }: TlsSettings): Tls {
  const inKeyFile = 'server.ssl.certificate-private-key';
  const cert = readPem('server.ssl.certificate', certificate, 'CERTIFICATE');
  const key = readPem(inKeyFile, privateKey, 'PRIVATE KEY');
  const ca = trust === undefined ? undefined : readPem('server.ssl.trust-certificate', trust, 'CERTIFICATE');
  const aCertificate = 'a certificate in a PEM file';
  check('server.ssl.certificate', certificate, aCertificate, () => new X509Certificate(cert));
  if (trust !== undefined && ca) {
    // Node accepts a broken certificate silently, and then trusts no client.
    check('server.ssl.trust-certificate', trust, aCertificate, () => new X509Certificate(ca));
  }
  const aKey = 'a private key in a PEM file, without a password';
  check(inKeyFile, privateKey, aKey, () => createPrivateKey(key));
  const pair = `the private key of the certificate in ${certificate}`;
  check(inKeyFile, privateKey, pair, () => createSecureContext({ cert, key }));
  const requestCert = clientAuth !== 'none';
  return { cert, key, ...(ca && { ca }), requestCert, rejectUnauthorized: clientAuth === 'need' };
}

function check(where: string, file: string, needs: string, look: () => unknown): void {
  try {
    look();
  } catch (error) {
    throw new InvalidOptionError(where, file, `${needs} (${(error as Error).message})`);
  }
}

/** Reads a PEM file; Spring also writes its path as `file:/etc/x.pem`. */
function readPem(where: string, file: string, kind: string): Buffer {
  try {
    const bytes = readFileSync(file.replace(/^file:(\/\/)?/, ''));
    if (bytes.includes(`${kind}-----`)) return bytes;
  } catch (error) {
    throw new InvalidOptionError(where, file, `a file that can be read (${(error as Error).message})`);
  }
  throw new InvalidOptionError(where, file, `a PEM file with a line -----BEGIN ${kind}-----`);
}
