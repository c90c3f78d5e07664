import { manualClock } from '@eureka-nest/runtime/testing';
import { Resolver } from 'node:dns/promises';
import { DnsSource } from '../../src/sources/dns-source.js';
import { LoadBalancer, provider, refused } from '../builders/balancer-in-order.js';
import { NameServer } from './name-server.js';

describe('instances from DNS', () => {
  const clock = manualClock();
  const lines: string[] = [];
  const logger = {
    log: (line: string) => void lines.push(line),
    warn: (line: string) => void lines.push(line),
  };
  let server: NameServer;
  let source: DnsSource;
  let address: string;

  beforeEach(async () => {
    lines.splice(0);
    server = new NameServer();
    const resolver = new Resolver({ timeout: 2_000, tries: 1 });
    address = await server.start();
    resolver.setServers([address]);
    source = new DnsSource({
      services: {
        Payment: { srv: '_http._tcp.payment.test' },
        order: { host: 'order.test', port: 8080, secure: true },
        six: { host: 'six.test', port: 80, family: 6 },
      },
      resolver,
      logger,
      clock,
    });
    server.records.set('A order.test', ['10.0.0.2', '10.0.0.1']);
    server.records.set('AAAA six.test', ['::5']);
  });
  afterEach(async () => {
    source.stop();
    await server.stop();
  });

  it('are the addresses of a name, with the configured port', async () => {
    await source.start();
    expect(source.instances('ORDER')).toEqual([
      { instanceId: '10.0.0.1:8080', host: '10.0.0.1', port: 8080, secure: true },
      { instanceId: '10.0.0.2:8080', host: '10.0.0.2', port: 8080, secure: true },
    ]);
    expect(source.instances('six')).toEqual([{ instanceId: '[::5]:80', host: '::5', port: 80 }]);
    expect(source.services()).toEqual(['payment', 'order', 'six']);
  });

  it('are the SRV records, with port, priority and weight', async () => {
    server.records.set('SRV _http._tcp.payment.test', [
      { priority: 1, weight: 3, port: 8001, target: 'a.payment.test' },
      { priority: 1, weight: 0, port: 8002, target: 'b.payment.test' },
      { priority: 2, weight: 9, port: 8003, target: 'spare.payment.test' },
    ]);
    await source.start();
    expect(source.instances('payment')).toEqual([
      {
        instanceId: 'a.payment.test:8001',
        host: 'a.payment.test',
        port: 8001,
        priority: 1,
        metadata: { weight: '3' },
      },
      {
        instanceId: 'b.payment.test:8002',
        host: 'b.payment.test',
        port: 8002,
        priority: 1,
        metadata: { weight: '1' },
      },
      {
        instanceId: 'spare.payment.test:8003',
        host: 'spare.payment.test',
        port: 8003,
        priority: 2,
        metadata: { weight: '9' },
      },
    ]);
  });

  it('are called by priority: a later one once the earlier ones refuse', async () => {
    server.records.set('SRV _http._tcp.payment.test', [
      { priority: 10, weight: 1, port: 8001, target: 'first.payment.test' },
      { priority: 20, weight: 1, port: 8002, target: 'second.payment.test' },
      { priority: 30, weight: 1, port: 8003, target: 'third.payment.test' },
    ]);
    await source.start();
    const balancer = new LoadBalancer({ source });
    const { tried, attempt } = provider({ 8001: refused, 8002: refused });
    for (let round = 0; round < 3; round++) await balancer.run('payment', { idempotent: false }, attempt);
    expect(tried.slice(0, 3)).toEqual([8001, 8002, 8003]);
    expect(tried).not.toEqual([8001, 8002, 8003, 8001, 8002, 8003, 8001, 8002, 8003]);
    expect(tried.filter((port) => port === 8003)).toHaveLength(3);
  });

  it('are none if SRV says that the service is not available', async () => {
    server.records.set('SRV _http._tcp.payment.test', [{ priority: 0, weight: 0, port: 0, target: '' }]);
    await source.start();
    expect(source.instances('payment')).toEqual([]);
  });

  it('are none if the name does not exist, which is logged once until it does', async () => {
    await source.start();
    await source.refresh();
    expect(source.instances('payment')).toEqual([]);
    expect(source.instances('unknown')).toEqual([]);
    const notFound = 'DNS name _http._tcp.payment.test (SRV) not found (ENOTFOUND): no instances of Payment';
    expect(lines).toEqual([notFound]);
    server.records.set('SRV _http._tcp.payment.test', [
      { priority: 1, weight: 3, port: 8001, target: 'a.payment.test' },
    ]);
    await source.refresh();
    server.records.delete('SRV _http._tcp.payment.test');
    await source.refresh();
    expect(lines).toEqual([notFound, 'DNS name _http._tcp.payment.test (SRV) found', notFound]);
  });

  it('are the same array until something changes, whatever the order of the response', async () => {
    await source.start();
    const before = source.instances('order');
    server.records.set('A order.test', ['10.0.0.1', '10.0.0.2']);
    await source.refresh();
    expect(source.instances('order')).toBe(before);
    server.records.set('A order.test', ['10.0.0.1']);
    await source.refresh();
    expect(source.instances('order')).toHaveLength(1);
  });

  it('stay the same while the name server fails, which is logged once', async () => {
    server.records.set('SRV _http._tcp.payment.test', [
      { priority: 1, weight: 1, port: 8001, target: 'a.payment.test' },
    ]);
    await source.start();
    clock.advance(5_000);
    server.isRefusing = true;
    for (let refresh = 0; refresh < 3; refresh++)
      await expect(source.refresh()).rejects.toMatchObject({ code: 'LB_SOURCE_UNAVAILABLE' });
    expect(source.instances('order')).toHaveLength(2);
    expect(source.copyAgeMs).toBe(5_000);
    server.isRefusing = false;
    await source.refresh();
    expect(source.copyAgeMs).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(/^DNS unavailable, keeping its last list: .*EREFUSED/),
      'DNS available again',
    ]);
  });

  it('are queried periodically until the source is stopped', async () => {
    const resolver = new Resolver();
    resolver.setServers([address]);
    const eager = new DnsSource({
      services: { six: { host: 'six.test', port: 80 } },
      refreshMs: 1,
      resolver,
    });
    await eager.start();
    while (server.queries < 3) await new Promise((done) => setImmediate(done));
    eager.stop();
  });

  it('are those of the last query, however late the response to an earlier one is', async () => {
    const responses: ((addresses: string[]) => void)[] = [];
    const slow = new DnsSource({
      services: { payment: { host: 'payment', port: 80 } },
      lookup: async () => {
        const addresses = await new Promise<string[]>((respond) => responses.push(respond));
        return addresses.map((address) => ({ address, family: 4 }));
      },
    });
    const [first, second] = [slow.refresh(), slow.refresh()];
    expect(responses).toHaveLength(1);
    responses[0]!(['10.0.0.1']);
    await first;
    expect(slow.instances('payment')).toMatchObject([{ host: '10.0.0.1' }]);
    responses[1]!(['10.0.0.2']);
    await second;
    expect(slow.instances('payment')).toMatchObject([{ host: '10.0.0.2' }]);
  });

  it('are not waited for without end: a system that does not respond is unavailable', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    const lookup = () => new Promise<never>(() => undefined);
    const stuck = new DnsSource({ services: { payment: { host: 'payment', port: 80 } }, lookup, logger });
    const refresh = expect(stuck.refresh()).rejects.toMatchObject({ code: 'LB_SOURCE_UNAVAILABLE' });
    await jest.advanceTimersByTimeAsync(5_000);
    await refresh;
    jest.useRealTimers();
    expect(lines).toEqual([
      'DNS unavailable, keeping its last list: no response from the name server within 5000 ms',
    ]);
  });
});

describe('addresses from the operating system', () => {
  const addressesOf = async (host: string, family?: 4 | 6, more: object = {}) => {
    const source = new DnsSource({ services: { payment: { host, port: 80, family } }, ...more });
    await source.refresh();
    return source.instances('payment').map((each) => each.host);
  };

  it('are found by a name of the hosts file', async () =>
    expect(await addressesOf('localhost', 4)).toEqual(['127.0.0.1']));

  it('are found by an address too', async () => {
    expect(await addressesOf('127.0.0.1')).toEqual(['127.0.0.1']);
    expect(await addressesOf('::1')).toEqual(['::1']);
  });

  const both = [
    { address: '10.0.0.1', family: 4 },
    { address: '::5', family: 6 },
  ];
  it.each([
    ['IPv4 if a host has both', undefined, both, ['10.0.0.1']],
    ['IPv6 if asked for', 6 as const, both, ['::5']],
    ['IPv6 if a host has nothing else', undefined, both.slice(1), ['::5']],
  ])('are %s', async (_, family, found, expected) => {
    const asked: unknown[] = [];
    const lookup = async (host: string, options: object) => {
      asked.push(host, options);
      return found;
    };
    expect(await addressesOf('payment', family, { lookup })).toEqual(expected);
    expect(asked).toEqual(['payment', { all: true, family: family ?? 0 }]);
  });

  it('are IPv6 from a resolver too if the name has no IPv4 address', async () => {
    const none = () => Promise.reject(Object.assign(new Error('queryA ENODATA'), { code: 'ENODATA' }));
    const resolver = { resolve4: none, resolve6: async () => ['::5'], resolveSrv: none };
    expect(await addressesOf('payment', undefined, { resolver })).toEqual(['::5']);
    expect(await addressesOf('payment', 4, { resolver })).toEqual([]);
  });
});
