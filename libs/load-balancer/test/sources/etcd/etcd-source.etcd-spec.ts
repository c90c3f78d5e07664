import { LoadBalancer } from '../../../src/load-balancer.js';
import { EtcdGateway } from '../../../src/sources/etcd/etcd-gateway.js';
import { EtcdRegistration } from '../../../src/sources/etcd/etcd-registration.js';
import { EtcdServer } from './etcd-server.js';
import { EtcdSource } from '../../../src/sources/etcd/etcd-source.js';

jest.setTimeout(60_000);

describe('instances from etcd', () => {
  const lines: string[] = [];
  const logger = {
    log: (line: string) => void lines.push(line),
    warn: (line: string) => void lines.push(line),
  };
  let server: EtcdServer;
  let source: EtcdSource;
  let gateway: EtcdGateway;

  /** Repeats an expectation until a watch has fulfilled it. */
  const eventually = async (check: () => void) => {
    for (;;) {
      try {
        return check();
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((done) => setTimeout(done, 10));
      }
    }
  };
  let deadline: number;
  const idsOf = (service: string) => source.instances(service).map(({ instanceId }) => instanceId);
  const registration = (port: number, more: object = {}) =>
    new EtcdRegistration({
      endpoints: [server.endpoint],
      service: 'Payment',
      instance: { instanceId: `payment${port}`, host: '127.0.0.1', port, ...more },
    });

  beforeEach(async () => {
    deadline = Date.now() + 30_000;
    lines.splice(0);
    server = new EtcdServer();
    await server.start();
    gateway = new EtcdGateway({ endpoints: [server.endpoint] });
    source = new EtcdSource({ endpoints: [server.endpoint], logger });
  });
  afterEach(async () => {
    await source.stop();
    await server.stop();
  });

  it('are read at the start, whatever the case of the service', async () => {
    const one = registration(8001, { secure: true, metadata: { zone: 'z1' } });
    await one.start();
    await source.start();
    expect(source.instances('PAYMENT')).toEqual([
      {
        instanceId: 'payment8001',
        host: '127.0.0.1',
        port: 8001,
        secure: true,
        metadata: { zone: 'z1' },
        version: expect.any(Number),
      },
    ]);
    expect(source.services()).toEqual(['payment']);
    expect(source.copyAgeMs).toBeLessThan(30_000);
    await one.stop();
  });

  it('are added and removed at once', async () => {
    await source.start();
    expect(source.instances('payment')).toEqual([]);
    const [one, other] = [registration(8001), registration(8002)];
    await one.start();
    await other.start();
    await eventually(() => expect(idsOf('payment')).toEqual(['payment8001', 'payment8002']));
    await one.stop();
    await eventually(() => expect(idsOf('payment')).toEqual(['payment8002']));
    await other.stop();
    await eventually(() => expect(source.services()).toEqual([]));
  });

  it('are removed when their lease expires', async () => {
    await source.start();
    const lease = await gateway.grant(1);
    await gateway.put('/services/payment/silent', 'http://127.0.0.1:8001', lease);
    await eventually(() => expect(idsOf('payment')).toEqual(['silent']));
    await eventually(() => expect(idsOf('payment')).toEqual([]));
  });

  it('stay while their lease is renewed', async () => {
    const lease = await gateway.grant(1);
    expect(await gateway.keepAlive(lease)).toBe(true);
    await gateway.revoke(lease);
    expect(await gateway.keepAlive(lease)).toBe(false);
  });

  it('have another version after a restart', async () => {
    const one = registration(8001);
    await one.start();
    await source.start();
    const before = source.instances('payment')[0]?.version;
    await one.stop();
    await one.start();
    await eventually(() => expect(source.instances('payment')[0]?.version).toBeGreaterThan(before!));
    await one.stop();
  });

  it('are ignored if their value is invalid, which is logged once', async () => {
    const lease = await gateway.grant(60);
    await gateway.put('/services/payment/odd', '{"host":"x"}', lease);
    await gateway.put('/services/payment/odder', 'somewhere', lease);
    await gateway.put('/services/payment/valid', 'http://127.0.0.1:8001', lease);
    await source.start();
    await source.refresh();
    expect(idsOf('payment')).toEqual(['valid']);
    expect(lines).toEqual([
      'etcd key /services/payment/odd ignored: it has no host and port',
      expect.stringContaining('etcd key /services/payment/odder ignored: somewhere is not the address'),
    ]);
  });

  it('stay the same while etcd is down, and are watched again when it is back', async () => {
    const lease = await gateway.grant(600);
    await gateway.put('/services/payment/one', 'http://127.0.0.1:8001', lease);
    await source.start();
    await server.kill();
    await eventually(() =>
      expect(lines).toEqual([expect.stringMatching(/^etcd unavailable, keeping its last list: /)]),
    );
    await expect(source.refresh()).rejects.toMatchObject({ code: 'LB_SOURCE_UNAVAILABLE' });
    expect(idsOf('payment')).toEqual(['one']);
    await server.start();
    await gateway.put('/services/payment/two', 'http://127.0.0.1:8002', lease);
    await eventually(() => expect(idsOf('payment')).toEqual(['one', 'two']));
    expect(lines).toEqual([
      expect.stringMatching(/^etcd unavailable, keeping its last list: /),
      'etcd available again',
    ]);
  });

  it('are read from the next endpoint if one does not respond', async () => {
    const lease = await gateway.grant(60);
    await gateway.put('/services/payment/one', 'http://127.0.0.1:8001', lease);
    const other = new EtcdSource({ endpoints: ['http://127.0.0.1:1', server.endpoint] });
    await other.start();
    expect(other.instances('payment')).toHaveLength(1);
    await other.stop();
  });

  it('can be called by a balancer', async () => {
    const lease = await gateway.grant(60);
    await gateway.put('/services/payment/one', 'http://127.0.0.1:8001', lease);
    await source.start();
    expect(new LoadBalancer({ source }).choose('payment')).toMatchObject({ host: '127.0.0.1', port: 8001 });
  });
});
