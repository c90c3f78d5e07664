import {
  AppOptions,
  flag,
  InvalidOptionError,
  listOf,
  oneOf,
  secret,
  setting,
  text,
} from '@eureka-nest/runtime/settings';
import { readTls, type Tls } from '@eureka-nest/runtime/tls';

/** Credentials of HTTP basic authentication. */
export interface Login {
  readonly name: string;
  readonly password: string;
}

/** Port, login and certificates of a server. */
export class AccessOptions extends AppOptions {
  override readonly port: number = 8761;

  /** User name of the login, if a password is set. */
  @setting('spring.security.user.name', text)
  readonly userName: string = 'user';

  /**
   * Password of the login for API and page. Without one there is no login; the health endpoints
   * never need it.
   */
  @setting('spring.security.user.password', secret)
  readonly userPassword?: string;

  /**
   * Further host names for web browsers: own names behind a proxy, sites whose pages may write. `*`
   * is any.
   */
  @setting('eureka.server.allowed-hosts', listOf(text))
  readonly allowedHosts: readonly string[] = [];

  /** Enables the other `server.ssl` settings. */
  @setting('server.ssl.enabled', flag)
  readonly tlsEnabled: boolean = true;

  /**
   * Certificate of this server: a PEM file with the whole chain. With its key the server speaks
   * HTTPS.
   */
  @setting('server.ssl.certificate', text)
  readonly tlsCertificate?: string;

  /** Private key of the certificate: a PEM file without a password. */
  @setting('server.ssl.certificate-private-key', text)
  readonly tlsPrivateKey?: string;

  /** Authorities that client certificates must be signed by: a PEM file. */
  @setting('server.ssl.trust-certificate', text)
  readonly tlsTrustCertificate?: string;

  /** Client certificates: required (`need`), optional (`want`) or not requested. */
  @setting('server.ssl.client-auth', oneOf('none', 'want', 'need'))
  readonly tlsClientAuth: 'none' | 'want' | 'need' = 'none';

  /**
   * Client certificate for requests to peers: a PEM file. Default: this server's own certificate.
   */
  @setting('eureka.server.peer-certificate', text)
  readonly peerCertificate?: string;

  /** Private key of the peer certificate: a PEM file without a password. */
  @setting('eureka.server.peer-certificate-private-key', text)
  readonly peerCertificatePrivateKey?: string;
}

/** Login that clients need; undefined if there is none. */
export function loginOf({ userName, userPassword }: AccessOptions): Login | undefined {
  const option = 'userPassword (SPRING_SECURITY_USER_PASSWORD)';
  if (userPassword === undefined) {
    if (userName === 'user') return undefined;
    throw new InvalidOptionError(option, userPassword, `given, since there is a user ${userName}`);
  }
  // Spring Boot's format: an optional encoder in braces; `noop` means plain text.
  const [, encoder, password = userPassword] = /^\{(.+?)\}(.*)$/s.exec(userPassword) ?? [];
  if (userName.includes(':')) {
    throw new InvalidOptionError('userName (SPRING_SECURITY_USER_NAME)', userName, 'a name without a colon');
  }
  if (encoder === undefined || encoder === 'noop') return { name: userName, password };
  throw new InvalidOptionError(option, `{${encoder}}…`, 'the password itself, not one that is encoded');
}

/** TLS settings with the content of the files; undefined for plain HTTP. */
export function tlsOf(options: AccessOptions): Tls | undefined {
  const { tlsCertificate, tlsPrivateKey, tlsTrustCertificate, tlsClientAuth } = options;
  if (!isTls(options)) return undefined;
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

/** True if TLS is enabled and any of its settings is given, even an incomplete set. */
export const isTls = (options: AccessOptions): boolean =>
  options.tlsEnabled &&
  (options.tlsCertificate !== undefined ||
    options.tlsPrivateKey !== undefined ||
    options.tlsClientAuth !== 'none');
