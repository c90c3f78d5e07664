import { hasCallableAddress, quotedAddress } from './callable-address.js';

const at = (host: unknown, ...[port]: unknown[]) => ({ host, port }) as { host: string; port: number };

describe('an address that can be called', () => {
  it.each([
    'localhost',
    '10.0.0.5',
    '::1',
    '[::1]',
    'payment_1.internal',
    'payment.default.svc.cluster.local.',
    'zahlung-übersicht.example',
  ])('has a host such as %s', (host) => expect(hasCallableAddress(at(host, 8001))).toBe(true));

  it.each([
    '',
    ' ',
    'a b',
    ' a',
    'a\tb',
    'a\n',
    '[::1',
    '::1]',
    'fe80::1%eth0',
    'a:80',
    'user@host',
    'user:secret@host',
    'a/b',
    'a?b',
    'a#b',
    'a\\b',
    'http://a',
    'a%2fb',
    '256.1.1.1',
    null,
    undefined,
    5,
    {},
  ])('has no host such as %j', (host) => expect(hasCallableAddress(at(host, 8001))).toBe(false));

  it.each([1, 80, 65_535])('has a port such as %j', (port) =>
    expect(hasCallableAddress(at('a', port))).toBe(true),
  );

  it.each([-1, 0, 65_536, 99_999, 1.5, NaN, Infinity, null, undefined, '', 'http', '80/x'])(
    'has no port such as %j',
    (port) => expect(hasCallableAddress(at('a', port))).toBe(false),
  );

  it('is quoted on one short line, whatever it is', () => {
    expect(quotedAddress(at('a\nb', -1))).toBe('"a\\nb:-1"');
    expect(quotedAddress(at(null, 8001))).toBe('"null:8001"');
    expect(quotedAddress(at('a'.repeat(5_000), 1))).toHaveLength(102);
  });
});
