import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { InvalidOptionError } from '@eureka-nest/runtime/settings';
import type { TlsOptions } from '@eureka-nest/runtime/http';

interface TlsFiles {
  readonly tlsTrustCertificate?: string;
  readonly tlsCertificate?: string;
  readonly tlsPrivateKey?: string;
}

/** Reads the PEM files at the start, which an invalid file aborts; undefined if none is set. */
export function readTlsFiles(files: TlsFiles): TlsOptions | undefined {
  const { tlsTrustCertificate: trust, tlsCertificate: certificate, tlsPrivateKey: key } = files;
  if (trust === undefined && certificate === undefined) return undefined;
  const ca = trust && read('tlsTrustCertificate', trust, 'a certificate');
  const cert = certificate && read('tlsCertificate', certificate, 'a certificate');
  return {
    // Added to the public authorities: only some of the registries may have a private one.
    ...(ca && { ca: [...rootCertificates, ca] }),
    ...(cert && { cert }),
    ...(key && { key: read('tlsPrivateKey', key, 'a private key') }),
  };
}

function read(option: string, file: string, what: 'a certificate' | 'a private key'): string {
  try {
    const pem = readFileSync(file, 'utf8');
    if (what === 'a certificate') new X509Certificate(pem);
    else createPrivateKey(pem);
    return pem;
  } catch (cause) {
    throw new InvalidOptionError(option, file, `a PEM file with ${what} (${(cause as Error).message})`);
  }
}
