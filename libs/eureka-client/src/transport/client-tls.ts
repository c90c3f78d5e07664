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
  return {
    // Added to the public authorities: only some of the registries may have a private one.
    ...(trust !== undefined && {
      ca: [...rootCertificates, read('tlsTrustCertificate', trust, 'a certificate', asCertificate)],
    }),
    ...(certificate !== undefined && {
      cert: read('tlsCertificate', certificate, 'a certificate', asCertificate),
    }),
    ...(key !== undefined && {
      key: read('tlsPrivateKey', key, 'a private key', (pem) => createPrivateKey(pem)),
    }),
  };
}

const asCertificate = (pem: string) => new X509Certificate(pem);

function read(option: string, file: string, what: string, parse: (pem: string) => unknown): string {
  try {
    const pem = readFileSync(file, 'utf8');
    parse(pem);
    return pem;
  } catch (cause) {
    throw new InvalidOptionError(option, file, `a PEM file with ${what} (${(cause as Error).message})`);
  }
}
