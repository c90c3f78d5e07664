import { EtcdRegistration } from '../../../src/sources/etcd/etcd-registration.js';
import { EtcdSource } from '../../../src/sources/etcd/etcd-source.js';
import { FakeEtcd } from './fake-etcd.js';

const endpoints = ['http://etcd.test:2379'];
const rest = () => new Promise((done) => setImmediate(done));

describe('requests to etcd that overtake each other', () => {
  let etcd: FakeEtcd;
  const lines: string[] = [];
  const logger = {
    log: (line: string) => void lines.push(line),
    warn: (line: string) => void lines.push(line),
  };

  beforeEach(() => {
    etcd = new FakeEtcd();
    lines.splice(0);
  });

  describe('of a source', () => {
    let source: EtcdSource;
    const hosts = () => source.instances('payment').map(({ host }) => host);

    beforeEach(() => {
      source = new EtcdSource({ endpoints, fetch: etcd.fetch, logger });
    });
    afterEach(() => source.stop());

    it('leave the newest list: the next read begins when the one before has ended', async () => {
      etcd.put('/services/payment/one', 'http://10.0.0.1:80');
      etcd.holdingResponses = ['/v3/kv/range'];
      const [first, second] = [source.refresh(), source.refresh()];
      etcd.put('/services/payment/one', 'http://10.0.0.2:80');
      await rest();
      expect(etcd.held).toHaveLength(1);
      etcd.held[0]!.release();
      await first;
      expect(hosts()).toEqual(['10.0.0.1']);
      await rest();
      etcd.held[1]!.release();
      await second;
      expect(hosts()).toEqual(['10.0.0.2']);
    });

    it('take the list of an etcd that was restored from a backup, whose revision is lower', async () => {
      source = new EtcdSource({ endpoints, fetch: (...given) => etcd.fetch(...given) });
      for (let change = 0; change < 5; change++) etcd.put('/services/payment/one', 'http://10.0.0.1:80');
      await source.refresh();
      etcd = new FakeEtcd();
      etcd.put('/services/payment/one', 'http://10.0.0.9:80');
      await source.refresh();
      expect(hosts()).toEqual(['10.0.0.9']);
    });

    it('end at once when it stops, without a line, and a later start reads again', async () => {
      etcd.holding = ['/v3/kv/range'];
      const start = source.start();
      await rest();
      await source.stop();
      await start;
      etcd.holding = [];
      etcd.put('/services/payment/one', 'http://10.0.0.1:80');
      await source.start();
      expect(hosts()).toEqual(['10.0.0.1']);
      await source.stop();
      await source.refresh();
      expect(lines).toEqual([]);
    });
  });

  describe('of a registration', () => {
    let registration: EtcdRegistration;

    beforeEach(() => {
      const instance = { instanceId: 'one', host: '10.0.0.1', port: 80 };
      const parts = { endpoints, service: 'payment', instance, fetch: etcd.fetch, logger };
      registration = new EtcdRegistration(parts);
    });
    afterEach(() => registration.stop());

    it.each(['/v3/lease/grant', '/v3/kv/put', '/v3/lease/keepalive'])(
      'leave nothing if it stops during %s, before or after etcd has executed it',
      async (path) => {
        for (const held of ['holding', 'holdingResponses'] as const) {
          if (path === '/v3/lease/keepalive') await registration.start();
          etcd[held] = [path];
          const start = registration.start();
          await rest();
          expect(etcd.held.splice(0)).toHaveLength(1);
          await registration.stop();
          await start;
          etcd[held] = [];
          await rest();
          expect([...etcd.keys.keys()]).toEqual([]);
        }
        expect(lines).toEqual([]);
      },
    );

    it('have one lease, however often it is started', async () => {
      await Promise.all([registration.start(), registration.start(), registration.start()]);
      expect([etcd.leases.size, [...etcd.keys.keys()]]).toEqual([1, ['/services/payment/one']]);
    });

    it('write the key again with the same lease if the first time failed', async () => {
      etcd.holding = ['/v3/kv/put'];
      const failing: typeof fetch = async (url, init) => {
        if (etcd.holding.length > 0 && String(url).endsWith('/kv/put')) throw new Error('connection lost');
        return etcd.fetch(url, init);
      };
      const instance = { instanceId: 'one', host: '10.0.0.1', port: 80 };
      const other = new EtcdRegistration({ endpoints, service: 'payment', instance, fetch: failing });
      await expect(other.start()).rejects.toMatchObject({ code: 'LB_SOURCE_UNAVAILABLE' });
      etcd.holding = [];
      await other.start();
      expect([etcd.leases.size, [...etcd.keys.keys()]]).toEqual([1, ['/services/payment/one']]);
      await other.stop();
      expect(etcd.keys.size).toBe(0);
    });

    it('can follow a stop at once', async () => {
      await registration.start();
      const stop = registration.stop();
      await registration.start();
      await stop;
      expect([...etcd.keys.keys()]).toEqual(['/services/payment/one']);
    });
  });
});
