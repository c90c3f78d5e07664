import type { Tls } from '@eureka-nest/runtime';
import { rootCertificates } from 'node:tls';
import type { PeerTls } from './peer-http.js';

/** A server that has a certificate shows it to its peers as well, and believes who signed its clients'. */
export const peerTls = (tls: Tls | undefined): PeerTls | undefined =>
  tls && { cert: tls.cert, key: tls.key, ...(tls.ca && { ca: [...rootCertificates, tls.ca] }) };
