import { join } from 'node:path';
import { EurekaServerOptions } from './eureka-server.options.js';
import { isTls, loginOf, tlsOf } from './access.options.js';

const fixture = (name: string) => join(__dirname, '../../../runtime/fixtures/tls', name);
const loginWith = (given: Partial<EurekaServerOptions>) => loginOf(new EurekaServerOptions(given));

describe('the login of a server', () => {
  it('is none until there is a password', () => expect(loginWith({})).toBeUndefined());

  it('is of a user called user unless another is named', () => {
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
  ])('stops the start with %j: %s', (given, says) => {
    expect(() => new EurekaServerOptions(given)).toThrow(says);
  });

  it('tells nobody an encoded password', () => {
    expect(() => new EurekaServerOptions({ userPassword: '{bcrypt}$2a$10$secret' })).not.toThrow('secret');
  });
});

describe('the TLS of a server', () => {
  const files = { tlsCertificate: fixture('server.pem'), tlsPrivateKey: fixture('server.key') };

  it('is none by default, and none when it is switched off', () => {
    expect(tlsOf(new EurekaServerOptions())).toBeUndefined();
    const off = new EurekaServerOptions({ tlsEnabled: false, tlsCertificate: 'no.pem' });
    expect([tlsOf(off), isTls(off), off.myUrl]).toEqual([undefined, false, 'http://localhost:8761/eureka/']);
  });

  it('is of a certificate and its key, and part of its own URL', () => {
    const options = new EurekaServerOptions(files);
    expect(tlsOf(options)).toMatchObject({ requestCert: false, rejectUnauthorized: false });
    expect(options.myUrl).toBe('https://localhost:8761/eureka/');
  });

  it.each([
    ['want', { requestCert: true, rejectUnauthorized: false }],
    ['need', { requestCert: true, rejectUnauthorized: true }],
  ] as const)('asks clients for a certificate where they %s one', (tlsClientAuth, asks) => {
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
  ])('says what is missing: %#', (given, says) => {
    expect(() => tlsOf(new EurekaServerOptions(given))).toThrow(says);
  });
});
