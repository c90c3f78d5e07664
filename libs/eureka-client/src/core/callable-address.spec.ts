import { anInstance } from '@eureka-nest/protocol/testing';
import { addressFault } from './callable-address.js';

describe('the address of an instance', () => {
  const off = { number: 0, enabled: false };
  const on = (number: number) => ({ number, enabled: true });

  it.each(['localhost', 'a_b', 'a-b.example', '10.0.0.1', '::1', '[::1]', 'fe80::1', 'bücher.example'])(
    'may have the host %s',
    (hostName) => expect(addressFault(anInstance({ hostName }))).toBeUndefined(),
  );

  const bad = [
    '',
    ' ',
    'a b',
    '[::1',
    '::g',
    'a/b',
    'a?b',
    'a#b',
    'user@b',
    'a\\b',
    'a:1:b',
    '300.1.1.1',
    'fe80::1%eth0',
  ];
  it.each(bad)('may not have the host %j', (hostName) =>
    expect(addressFault(anInstance({ hostName }))).toBe('bad address'),
  );

  it.each([-1, 0, 65_536, 99_999])('may not have the port %d', (number) => {
    expect(addressFault(anInstance({ port: number }))).toBe('bad address');
    expect(addressFault(anInstance({ port: off, securePort: on(number) }))).toBe('bad address');
  });

  it('is judged by the port that is called', () => {
    expect(addressFault(anInstance({ port: on(-1), securePort: on(443) }))).toBeUndefined();
    expect(addressFault(anInstance({ port: on(80), securePort: on(-1) }))).toBe('bad address');
    expect(
      addressFault(anInstance({ port: on(80), securePort: { number: -1, enabled: false } })),
    ).toBeUndefined();
  });

  it('needs a port', () => {
    expect(addressFault(anInstance({ port: off, securePort: off }))).toBe('no port');
  });
});
