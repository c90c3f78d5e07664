import { InvalidOptionError } from '@eureka-nest/runtime/settings';
import { readTls } from '@eureka-nest/runtime/tls';
import { rootCertificates } from 'node:tls';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import { tlsOf } from '../options/access.options.js';
import type { PeerTls } from './peer-client.js';

/**
 * Certificate that this server presents to its peers, and the authorities that it trusts: Node's
 * own and the one configured for client certificates. Reads the files.
 */
export function peerTlsOf(options: EurekaServerOptions): PeerTls | undefined {
  const own = tlsOf(options);
  const { cert, key } = peerCertificateOf(options) ?? own ?? {};
  const ca = own?.ca && [...rootCertificates, own.ca];
  return cert || ca ? { cert, key, ca } : undefined;
}

function peerCertificateOf({
  peerCertificate: certificate,
  peerCertificatePrivateKey: privateKey,
}: EurekaServerOptions) {
  const missing = (option: string, why: string) => new InvalidOptionError(option, undefined, `given, ${why}`);
  if (certificate === undefined && privateKey === undefined) return undefined;
  if (certificate === undefined) {
    throw missing('peerCertificate (EUREKA_SERVER_PEER_CERTIFICATE)', 'since its private key is');
  }
  if (privateKey === undefined) {
    throw missing(
      'peerCertificatePrivateKey (EUREKA_SERVER_PEER_CERTIFICATE_PRIVATE_KEY)',
      'since the certificate is',
    );
  }
  return readTls({ certificate, privateKey, clientAuth: 'none' });
}
