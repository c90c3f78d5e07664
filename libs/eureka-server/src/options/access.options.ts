import { AppOptions, flag, InvalidOptionError, oneOf, setting, text } from '@eureka-nest/runtime/settings';
import { readTls, type Tls } from '@eureka-nest/runtime/tls';
import type { Login } from '../access/login.js';

/** Where a server listens, who may come in, and which certificates it shows. */
export class AccessOptions extends AppOptions {
  override readonly port: number = 8761;

  /** The name in the login that wire and page ask for, once there is a password. */
  @setting('spring.security.user.name', text)
  readonly userName: string = 'user';

  /** The password in the login that wire and page ask for; without one everybody may come in. `/actuator/health` stays open. */
  @setting('spring.security.user.password', text)
  readonly userPassword?: string;

  /** Off: the other settings of `server.ssl` mean nothing. */
  @setting('server.ssl.enabled', flag)
  readonly tlsEnabled: boolean = true;

  /** This server's certificate, a PEM file with the whole chain; with it and its key HTTPS is spoken. For a process of its own: in your Nest application it is yours to set. */
  @setting('server.ssl.certificate', text)
  readonly tlsCertificate?: string;

  /** The certificate's private key, a PEM file without a password. */
  @setting('server.ssl.certificate-private-key', text)
  readonly tlsPrivateKey?: string;

  /** Who may have signed the certificates of clients, a PEM file. */
  @setting('server.ssl.trust-certificate', text)
  readonly tlsTrustCertificate?: string;

  /** Whether clients have to show a certificate (`need`), may (`want`), or are not asked. */
  @setting('server.ssl.client-auth', oneOf('none', 'want', 'need'))
  readonly tlsClientAuth: 'none' | 'want' | 'need' = 'none';

  /** What this server shows to peers that ask for a certificate, a PEM file; left out, its own, if that is for clients too. */
  @setting('eureka.server.peer-certificate', text)
  readonly peerCertificate?: string;

  /** That certificate's private key, a PEM file without a password. */
  @setting('eureka.server.peer-certificate-private-key', text)
  readonly peerCertificatePrivateKey?: string;
}

/** Undefined where everybody may come in. */
export function loginOf({ userName, userPassword }: AccessOptions): Login | undefined {
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
export function tlsOf(options: AccessOptions): Tls | undefined {
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
export const isTls = (options: AccessOptions): boolean =>
  options.tlsEnabled &&
  (options.tlsCertificate !== undefined ||
    options.tlsPrivateKey !== undefined ||
    options.tlsClientAuth !== 'none');
