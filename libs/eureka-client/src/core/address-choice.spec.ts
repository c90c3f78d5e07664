import { type AddressFilters, chooseAddress, type InterfaceAddress } from './address-choice.js';

const v4 = (address: string, internal = false): InterfaceAddress => ({ address, family: 'IPv4', internal });
const none: AddressFilters = {
  ignoredInterfaces: [],
  preferredNetworks: [],
  useOnlySiteLocalInterfaces: false,
};
const desk = {
  lo: [v4('127.0.0.1', true)],
  docker0: [v4('172.17.0.1')],
  eth0: [{ address: 'fe80::1', family: 'IPv6', internal: false }, v4('192.168.1.7'), v4('192.168.1.8')],
  wlan0: [v4('8.8.4.4')],
};

describe('the choice of an address', () => {
  it.each<[string, Partial<AddressFilters>, string]>([
    ['is the last IPv4 address of the first interface that is no loopback', {}, '172.17.0.1'],
    ['passes over ignored interfaces', { ignoredInterfaces: ['docker0', 'veth.*'] }, '192.168.1.8'],
    ['takes the pattern of an interface for its whole name', { ignoredInterfaces: ['docker'] }, '172.17.0.1'],
    ['prefers networks by their prefix', { preferredNetworks: ['192.168'] }, '192.168.1.8'],
    ['or by a pattern', { preferredNetworks: ['.*\\.1\\.7'] }, '192.168.1.7'],
    [
      'may be limited to private addresses',
      { useOnlySiteLocalInterfaces: true, ignoredInterfaces: ['docker0'] },
      '192.168.1.8',
    ],
    [
      'QUIRK(InetUtils.findFirstNonLoopbackAddress): ignores preferred networks then',
      { useOnlySiteLocalInterfaces: true, preferredNetworks: ['8.8'] },
      '172.17.0.1',
    ],
    ['is the loopback when nothing passes', { preferredNetworks: ['10.99'] }, '127.0.0.1'],
  ])('%s', (_, filters, expected) =>
    expect(chooseAddress(desk, { ...none, ...filters }).address).toBe(expected),
  );

  const v6 = (address: string): InterfaceAddress => ({ address, family: 'IPv6', internal: false });
  const linkLocal = v6('fe80::1');
  it.each<[string, Parameters<typeof chooseAddress>[0], Partial<AddressFilters>, string]>([
    ['a global one', { lo: desk.lo, eth0: [v6('2001:db8::5'), linkLocal] }, {}, '2001:db8::5'],
    ['a unique local one', { eth0: [linkLocal, v6('fd00::5')] }, {}, 'fd00::5'],
    [
      'of the first interface that has one',
      { a: [linkLocal], b: [v6('fd00::5')], c: [v6('2a00::5')] },
      {},
      'fd00::5',
    ],
    [
      'that passes the filters',
      { a: [v6('fd00::5')], b: [v6('2a00::5')] },
      { preferredNetworks: ['2a00:'] },
      '2a00::5',
    ],
    [
      'private only',
      { a: [v6('2a00::5')], b: [v6('fd00::5')] },
      { useOnlySiteLocalInterfaces: true },
      'fd00::5',
    ],
    ['not of an ignored interface', { a: [v6('2a00::5')] }, { ignoredInterfaces: ['a'] }, '127.0.0.1'],
    ['beside a link-local IPv4 address', { eth0: [v4('169.254.3.4'), v6('2a00::5')] }, {}, '2a00::5'],
    ['beside a container bridge', { docker0: desk.docker0, eth0: [v6('2a00::5')] }, {}, '2a00::5'],
    ['not of a container bridge', { docker0: [...desk.docker0, v6('fd00::1')] }, {}, '172.17.0.1'],
    ['not beside an IPv4 address', { eth0: [v4('192.168.1.7'), v6('2a00::5')] }, {}, '192.168.1.7'],
    ['not a link-local one', { eth0: [linkLocal, v6('::1'), v6('ff02::1')] }, {}, '127.0.0.1'],
  ])('is an IPv6 address where IPv4 is missing: %s', (_, interfaces, filters, expected) =>
    expect(chooseAddress(interfaces, { ...none, ...filters }).address).toBe(expected),
  );

  it('says that it has no IPv4 address', () => {
    expect(chooseAddress({ eth0: [v6('2a00::5')] }, none)).toEqual({
      address: '2a00::5',
      reason:
        'eth0 is the first network interface with a global IPv6 address, and none has a usable IPv4 one',
    });
  });

  it('gives a reason', () => {
    expect(chooseAddress(desk, { ...none, ignoredInterfaces: ['docker0'] })).toEqual({
      address: '192.168.1.8',
      reason: 'eth0 is the first network interface with an address that passes the filters',
    });
  });

  it.each([
    ['a container bridge', desk, /^docker0 looks like a container bridge.*ignored-interfaces$/],
    ['a loopback', { lo: desk.lo }, /^only this machine/],
    ['a link-local address', { eth0: [v4('169.254.3.4')] }, /^it is link-local/],
  ])('warns of %s', (_, interfaces, words) => expect(chooseAddress(interfaces, none).warning).toMatch(words));
});
