import { join } from 'node:path';
import { EurekaServerOptions } from './eureka-server.options.js';
import { isTls, loginOf, tlsOf } from './access.options.js';

const fixture = (name: string) => join(__dirname, '../../../runtime/fixtures/tls', name);
const loginWith = (given: Partial<EurekaServerOptions>) => loginOf(new EurekaServerOptions(given));

describe('the login of a server', () => {
  it('is undefined without a password', () => expect(loginWith({})).toBeUndefined());

  it('has the user name user by default', () => {
    expect(loginWith({ userPassword: 'secret' })).toEqual({ name: 'user', password: 'secret' });
    expect(loginWith({ userName: 'me', userPassword: 'a:b' })).toEqual({ name: 'me', password: 'a:b' });
  });

  it.each([
    ['{noop}secret', 'secret'],
    ['{noop}{x}', '{x}'],
    ['{', '{'],
    ['secret{noop}', 'secret{noop}'],
  ])('reads the password %s as Spring Boot does: %s', (userPassword, password) => {
    expect(loginWith({ userPassword })?.password).toBe(password);
  });

  it.each([
    [
      { userName: 'me' },
      'userPassword (SPRING_SECURITY_USER_PASSWORD) is undefined: it must be given, since there is a user me',
    ],
    [
      { userName: 'a:b', userPassword: 'x' },
      'userName (SPRING_SECURITY_USER_NAME) is "a:b": it must be a name without a colon',
    ],
    [{ userPassword: '{bcrypt}$2a$10$secret' }, 'is "{bcrypt}…": it must be the password itself'],
  ])('rejects %j: %s', (given, says) => {
    expect(() => new EurekaServerOptions(given)).toThrow(says);
  });

  it('is not shown where it is encoded', () => {
    expect(() => new EurekaServerOptions({ userPassword: '{bcrypt}$2a$10$secret' })).not.toThrow('secret');
  });
});

describe('the TLS of a server', () => {
  const files = { tlsCertificate: fixture('server.pem'), tlsPrivateKey: fixture('server.key') };

  it('is undefined by default and when it is disabled', () => {
    expect(tlsOf(new EurekaServerOptions())).toBeUndefined();
    const off = new EurekaServerOptions({ tlsEnabled: false, tlsCertificate: 'no.pem' });
    expect([tlsOf(off), isTls(off), off.myUrl]).toEqual([undefined, false, 'http://localhost:8761/eureka/']);
  });

  it('has a certificate and a key, and makes the own URL https', () => {
    const options = new EurekaServerOptions(files);
    expect(tlsOf(options)).toMatchObject({ requestCert: false, rejectUnauthorized: false });
    expect(options.myUrl).toBe('https://localhost:8761/eureka/');
  });

  it.each([
    ['want', { requestCert: true, rejectUnauthorized: false }],
    ['need', { requestCert: true, rejectUnauthorized: true }],
  ] as const)('requests client certificates with client-auth %s', (tlsClientAuth, asks) => {
    const tlsTrustCertificate = fixture('authority.pem');
    expect(tlsOf(new EurekaServerOptions({ ...files, tlsClientAuth, tlsTrustCertificate }))).toMatchObject(
      asks,
    );
  });

  it.each([
    [
      { tlsCertificate: files.tlsCertificate },
      'tlsPrivateKey (SERVER_SSL_CERTIFICATE_PRIVATE_KEY) is undefined',
    ],
    [{ tlsPrivateKey: files.tlsPrivateKey }, 'tlsCertificate (SERVER_SSL_CERTIFICATE) is undefined'],
    [{ tlsClientAuth: 'need' as const }, 'tlsCertificate (SERVER_SSL_CERTIFICATE) is undefined'],
    [
      { ...files, tlsClientAuth: 'want' as const },
      'tlsTrustCertificate (SERVER_SSL_TRUST_CERTIFICATE) is undefined',
    ],
  ])('names the missing option: %#', (given, says) => {
    expect(() => tlsOf(new EurekaServerOptions(given))).toThrow(says);
  });
});
