import { manualClock } from '@eureka-nest/runtime/testing';
import { Resolver } from 'node:dns/promises';
import { DnsSource } from '../../src/sources/dns-source.js';
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

  it('are the SRV records of the first priority, with port and weight', async () => {
    server.records.set('SRV _http._tcp.payment.test', [
      { priority: 1, weight: 3, port: 8001, target: 'a.payment.test' },
      { priority: 1, weight: 0, port: 8002, target: 'b.payment.test' },
      { priority: 2, weight: 9, port: 8003, target: 'spare.payment.test' },
    ]);
    await source.start();
    expect(source.instances('payment')).toEqual([
      { instanceId: 'a.payment.test:8001', host: 'a.payment.test', port: 8001, metadata: { weight: '3' } },
      { instanceId: 'b.payment.test:8002', host: 'b.payment.test', port: 8002, metadata: { weight: '1' } },
    ]);
  });

  it('are none if the name does not exist', async () => {
    await source.start();
    expect(source.instances('payment')).toEqual([]);
    expect(source.instances('unknown')).toEqual([]);
    expect(lines).toEqual([]);
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
});
