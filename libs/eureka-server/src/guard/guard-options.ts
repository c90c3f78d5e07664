import { InvalidOptionError, readTls, type Tls } from '@eureka-nest/runtime';
import type { EurekaServerOptions } from '../eureka-server.options.js';
import type { Login } from './login.js';

/** Undefined where everybody may come in. */
export function loginOf({ userName, userPassword }: EurekaServerOptions): Login | undefined {
  const option = 'userPassword (SPRING_SECURITY_USER_PASSWORD)';
  if (userPassword === undefined) {
    if (userName === 'user') return undefined;
    throw new InvalidOptionError(option, userPassword, `given, since there is a user ${userName}`);
  }
  // As Spring Boot: an encoder's name in braces, of which `noop` is none at all.
  const [, encoder, password = userPassword] = /^\{(.+?)\}(.*)$/s.exec(userPassword) ?? [];
  if (userName.includes(':')) {
    throw new InvalidOptionError('userName (SPRING_SECURITY_USER_NAME)', userName, 'a name without a colon');
  }
  if (encoder === undefined || encoder === 'noop') return { name: userName, password };
  throw new InvalidOptionError(option, `{${encoder}}…`, 'the password itself, not one that is encoded');
}

/** Undefined where plain HTTP is spoken. Reads the files. */
export function tlsOf(options: EurekaServerOptions): Tls | undefined {
  const { tlsEnabled, tlsCertificate, tlsPrivateKey, tlsTrustCertificate, tlsClientAuth } = options;
  if (!tlsEnabled || !isTls(options)) return undefined;
  const missing = (option: string, why: string) => new InvalidOptionError(option, undefined, `given, ${why}`);
  if (tlsCertificate === undefined) {
    throw missing('tlsCertificate (SERVER_SSL_CERTIFICATE)', 'since a private key or a client-auth is');
  }
  if (tlsPrivateKey === undefined) {
    throw missing('tlsPrivateKey (SERVER_SSL_CERTIFICATE_PRIVATE_KEY)', 'since a certificate is');
  }
  if (tlsClientAuth !== 'none' && tlsTrustCertificate === undefined) {
    throw missing(
      'tlsTrustCertificate (SERVER_SSL_TRUST_CERTIFICATE)',
      `since clients are to prove who they are (client-auth ${tlsClientAuth})`,
    );
  }
  return readTls({
    certificate: tlsCertificate,
    privateKey: tlsPrivateKey,
    trust: tlsTrustCertificate,
    clientAuth: tlsClientAuth,
  });
}

/** Whether anything about TLS was said at all. */
export const isTls = (options: EurekaServerOptions): boolean =>
  options.tlsEnabled &&
  (options.tlsCertificate !== undefined ||
    options.tlsPrivateKey !== undefined ||
    options.tlsClientAuth !== 'none');
