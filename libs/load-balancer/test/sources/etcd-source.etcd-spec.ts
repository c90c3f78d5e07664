import { LoadBalancer } from '../../src/load-balancer.js';
import { EtcdGateway } from '../../src/sources/etcd-gateway.js';
import { EtcdRegistration } from '../../src/sources/etcd-registration.js';
import { EtcdServer } from './etcd-server.js';
import { EtcdSource } from '../../src/sources/etcd-source.js';

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

  /** Waits for what a watch brings; how long that takes is no matter of the spec. */
  const eventually = async (look: () => void) => {
    for (;;) {
      try {
        return look();
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

  it('are read at the start, whatever the case of their service', async () => {
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

  it('come and go at once', async () => {
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

  it('go by themselves when their process gives no more sign of life', async () => {
    await source.start();
    const lease = await gateway.grant(1);
    await gateway.put('/services/payment/silent', 'http://127.0.0.1:8001', lease);
    await eventually(() => expect(idsOf('payment')).toEqual(['silent']));
    await eventually(() => expect(idsOf('payment')).toEqual([]));
  });

  it('stay as long as they renew', async () => {
    const lease = await gateway.grant(1);
    expect(await gateway.keepAlive(lease)).toBe(true);
    await gateway.revoke(lease);
    expect(await gateway.keepAlive(lease)).toBe(false);
  });

  it('are told apart from those that came back: what failed before counts no longer', async () => {
    const one = registration(8001);
    await one.start();
    await source.start();
    const before = source.instances('payment')[0]?.version;
    await one.stop();
    await one.start();
    await eventually(() => expect(source.instances('payment')[0]?.version).toBeGreaterThan(before!));
    await one.stop();
  });

  it('are left out when they cannot be read, with one line each', async () => {
    const lease = await gateway.grant(60);
    await gateway.put('/services/payment/odd', '{"host":"x"}', lease);
    await gateway.put('/services/payment/odder', 'somewhere', lease);
    await gateway.put('/services/payment/well', 'http://127.0.0.1:8001', lease);
    await source.start();
    await source.refresh();
    expect(idsOf('payment')).toEqual(['well']);
    expect(lines).toEqual([
      'left /services/payment/odd of etcd out: it names no host and port',
      expect.stringContaining('left /services/payment/odder of etcd out: somewhere is not the address'),
    ]);
  });

  it('stay as they were while etcd is down, and are followed again when it is back', async () => {
    const lease = await gateway.grant(600);
    await gateway.put('/services/payment/one', 'http://127.0.0.1:8001', lease);
    await source.start();
    await server.kill();
    await eventually(() => expect(lines).toEqual([expect.stringMatching(/^etcd does not answer/)]));
    await expect(source.refresh()).rejects.toMatchObject({ code: 'LB_SOURCE_UNAVAILABLE' });
    expect(idsOf('payment')).toEqual(['one']);
    await server.start();
    await gateway.put('/services/payment/two', 'http://127.0.0.1:8002', lease);
    await eventually(() => expect(idsOf('payment')).toEqual(['one', 'two']));
    expect(lines).toEqual([expect.stringMatching(/^etcd does not answer/), 'etcd answers again']);
  });

  it('are found by the next endpoint where one does not answer', async () => {
    const lease = await gateway.grant(60);
    await gateway.put('/services/payment/one', 'http://127.0.0.1:8001', lease);
    const other = new EtcdSource({ endpoints: ['http://127.0.0.1:1', server.endpoint] });
    await other.start();
    expect(other.instances('payment')).toHaveLength(1);
    await other.stop();
  });

  it('are what a balancer calls, with no other line changed', async () => {
    const lease = await gateway.grant(60);
    await gateway.put('/services/payment/one', 'http://127.0.0.1:8001', lease);
    await source.start();
    expect(new LoadBalancer({ source }).choose('payment')).toMatchObject({ host: '127.0.0.1', port: 8001 });
  });
});
