import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import fc from 'fast-check';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AppViews } from './app-view.js';
import { applyDelta, type RegistrySnapshot, snapshotOf } from './registry-snapshot.js';
import { ServiceView } from './service-view.js';
import { changesBetweenSnapshots } from './snapshot-changes.js';

const viewOf = (...instances: InstanceInfo[]) =>
  new ServiceView(snapshotOf({ version: '1', hashCode: '', applications: [{ name: 'ANY', instances }] }));

describe('the usable instances of a registry', () => {
  const view = viewOf(
    anInstance({ port: 8002 }),
    anInstance({ port: 8003 }),
    anInstance({ port: 8001 }),
    anInstance({ port: 8004, status: 'OUT_OF_SERVICE' }),
    anInstance({ app: 'CLOUD-ORDER-SERVICE', instanceId: 'order80', port: 80 }),
    anInstance({ app: 'SLEEPING', instanceId: 'sleeping1', status: 'DOWN' }),
  );

  it('are those that are UP, ordered by id', () => {
    expect(view.instances('CLOUD-PAYMENT-SERVICE').map(({ instanceId }) => instanceId)).toEqual([
      'payment8001',
      'payment8002',
      'payment8003',
    ]);
  });

  it.each(['cloud-payment-service', 'CLOUD-PAYMENT-SERVICE', 'Cloud-Payment-Service'])('finds %s', (name) =>
    expect(view.instances(name)).toHaveLength(3),
  );

  it.each(['fd00::5', '[fd00::5]'])('writes the IPv6 address %s in brackets in a URL', (hostName) => {
    const [found] = viewOf(anInstance({ port: 8001, hostName })).instances('cloud-payment-service');
    expect(found).toMatchObject({ host: hostName, uri: 'http://[fd00::5]:8001' });
  });

  it('has an instance once, even if its VIP address lists a name twice', () => {
    const twice = viewOf(anInstance({ vipAddress: 'shop,SHOP,pay' }));
    expect([twice.instances('shop').length, twice.instances('pay').length]).toEqual([1, 1]);
  });

  it('finds nothing for an unknown name', () => expect(view.instances('cloud-payment')).toEqual([]));

  it('lists the services with a usable instance, in lower case', () => {
    expect(view.services).toEqual(['cloud-order-service', 'cloud-payment-service']);
  });

  it('includes those that are not UP if asked to, and none without a port', () => {
    const mute = anInstance({ instanceId: 'mute', port: { number: 0, enabled: false } });
    const down = anInstance({ status: 'DOWN' });
    const registry = snapshotOf({
      version: '1',
      hashCode: '',
      applications: [{ name: 'ANY', instances: [mute, down] }],
    });
    const seen = new ServiceView(registry, false).instances('cloud-payment-service');
    expect(seen.map(({ instanceId }) => instanceId)).toEqual(['payment8001']);
    // Filters such as the balancer's `withStatus` need it.
    expect(seen.map(({ status }) => status)).toEqual(['DOWN']);
  });

  it.each<[string, string, object[]]>([
    ['a service that is down', 'Sleeping', [{ why: 'DOWN', count: 1 }]],
    ['one with usable instances too', 'cloud-payment-service', [{ why: 'OUT_OF_SERVICE', count: 1 }]],
    ['one with only usable instances', 'cloud-order-service', []],
    ['an unknown one', 'cloud-payment', []],
  ])('counts the unusable instances of %s, by status', (_, name, expected) =>
    expect(view.filteredOut(name)).toEqual(expected),
  );

  it('counts unusable instances by VIP too, and those without a port', () => {
    const port = { number: 0, enabled: false };
    const found = viewOf(
      anInstance({ instanceId: 'mute', vipAddress: 'books,toys', port }),
      anInstance({ instanceId: 'gone', vipAddress: 'toys', status: 'DOWN' }),
      anInstance({ instanceId: 'gone too', vipAddress: 'toys', status: 'DOWN', port }),
    );
    expect(found.filteredOut('TOYS')).toEqual([
      { why: 'DOWN', count: 2 },
      { why: 'no port', count: 1 },
    ]);
    expect(found.filteredOut('books')).toEqual([{ why: 'no port', count: 1 }]);
  });

  it('finds by each of several VIPs, and by application name if the VIP differs', () => {
    const found = viewOf(anInstance({ app: 'SHOP', instanceId: 'shop1', vipAddress: 'Books,Toys' }));
    for (const name of ['books', 'TOYS', 'shop']) expect(found.instances(name)).toHaveLength(1);
  });

  it('prefers a VIP to an application of that name', () => {
    const found = viewOf(
      anInstance({ app: 'SHOP', instanceId: 'old', vipAddress: 'elsewhere' }),
      anInstance({ app: 'NEW-SHOP', instanceId: 'new', vipAddress: 'shop' }),
    );
    expect(found.instances('shop').map(({ instanceId }) => instanceId)).toEqual(['new']);
  });

  it.each<[string, Partial<InstanceInfo>, object]>([
    [
      'has the shape of Spring’s ServiceInstance',
      { metadata: { zone: 'z1' }, lastDirtyTimestamp: 1_750_000_000_001 },
      {
        serviceId: 'CLOUD-PAYMENT-SERVICE',
        instanceId: 'payment8001',
        host: 'localhost',
        port: 8001,
        secure: false,
        status: 'UP',
        uri: 'http://localhost:8001',
        metadata: { zone: 'z1' },
        version: 1_750_000_000_001,
      },
    ],
    [
      'is called on its secure port if that is enabled',
      { securePort: { number: 8443, enabled: true } },
      { secure: true, port: 8443, uri: 'https://localhost:8443' },
    ],
    [
      'is identified by its host name if it has no id',
      { instanceId: undefined },
      { instanceId: 'localhost' },
    ],
    ['may have an IPv6 address', { hostName: '::1' }, { host: '::1', uri: 'http://[::1]:8001' }],
  ])('an instance %s', (_, given, expected) =>
    expect(viewOf(anInstance(given)).instances('cloud-payment-service')[0]).toMatchObject(expected),
  );
});

describe('a view that follows another one', () => {
  const apps = Array.from({ length: 5 }, (_, app) =>
    Array.from({ length: 4 }, (_, at) =>
      anInstance({ app: `APP${app}`, instanceId: `id${at}`, port: 8000 + at }),
    ),
  );
  const first = snapshotOf({
    version: '1',
    hashCode: '',
    applications: apps.map((instances) => ({ name: 'ANY', instances })),
  });
  const change = (instance: InstanceInfo, before: RegistrySnapshot) =>
    applyDelta(before, {
      version: '1',
      hashCode: '',
      applications: [{ name: 'ANY', instances: [instance] }],
    });

  it('computes nothing but the application that changed', () => {
    const views = new AppViews(true);
    const callable = jest.spyOn(views, 'filterReason');
    views.advance(first, []);
    const names = ['app0', 'app1', 'app2', 'app3', 'app4'];
    const before = new ServiceView(first, true, views);
    expect(callable).not.toHaveBeenCalled();
    const lists = names.map((name) => before.instances(name));
    expect(callable).toHaveBeenCalledTimes(20);
    const moved = anInstance({ app: 'APP2', instanceId: 'id2', port: 9000 });
    const next = change(moved, first);
    views.advance(next, changesBetweenSnapshots(first, next));
    const after = new ServiceView(next, true, views);
    expect(callable).toHaveBeenCalledTimes(20);
    expect(names.map((name, at) => after.instances(name) === lists[at])).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
    expect(callable).toHaveBeenCalledTimes(21);
    expect(after.instances('app2').map(({ port }) => port)).toEqual([8000, 8001, 9000, 8003]);
  });

  it.each<[string, InstanceInfo]>([
    ['another service changes', anInstance({ app: 'APP0', instanceId: 'id0', port: 9000 })],
    ['an unusable instance changes', anInstance({ app: 'B', instanceId: 'down', status: 'OUT_OF_SERVICE' })],
  ])('has the very same list of a service of two applications after %s', (_, changed) => {
    const books = { vipAddress: 'books' };
    const both = [
      anInstance({ app: 'A', instanceId: 'a', ...books }),
      anInstance({ app: 'B', instanceId: 'b', ...books }),
      anInstance({ app: 'B', instanceId: 'down', status: 'DOWN' }),
    ].reduce((snapshot, each) => change(each, snapshot), first);
    const views = new AppViews(true, both);
    const before = new ServiceView(both, true, views).instances('books');
    expect(before).toHaveLength(2);
    const next = change(changed, both);
    views.advance(next, changesBetweenSnapshots(both, next));
    expect(new ServiceView(next, true, views).instances('books')).toBe(before);
  });

  it('leaves the view before it as it was', () => {
    const views = new AppViews(true, first);
    const before = new ServiceView(first, true, views);
    const next = change(anInstance({ app: 'APP2', instanceId: 'id2', port: 9000 }), first);
    views.advance(next, changesBetweenSnapshots(first, next));
    expect(before.instances('app2').map(({ port }) => port)).toEqual([8000, 8001, 8002, 8003]);
    expect(before.services).toHaveLength(5);
  });

  it('is the same as one computed anew after many changes at once', () => {
    const instanceAt = (at: number, more: Partial<InstanceInfo> = {}) =>
      anInstance({ app: 'BIG', instanceId: `id${at}`, port: 8000 + at, ...more });
    const all = Array.from({ length: 60 }, (_, at) => instanceAt(at));
    const big = all.slice(0, 50).reduce((snapshot, each) => change(each, snapshot), first);
    const views = new AppViews(true, big);
    new ServiceView(big, true, views).instances('big');
    const edits = [
      ...all.slice(0, 20).map((each) => ({ ...each, status: 'DOWN' as const })),
      ...all.slice(50),
      { ...instanceAt(30), actionType: 'DELETED' as const },
    ];
    const next = edits.reduce((snapshot, each) => change(each, snapshot), big);
    views.advance(next, changesBetweenSnapshots(big, next));
    const name = 'cloud-payment-service';
    expect(new ServiceView(next, true, views).instances(name)).toEqual(new ServiceView(next).instances(name));
    expect(new ServiceView(next, true, views).instances('big')).toHaveLength(39);
  });

  it('is the same as one computed anew, after any changes', () => {
    const edit = fc.record({
      app: fc.integer({ min: 0, max: 2 }),
      at: fc.integer({ min: 0, max: 5 }),
      status: fc.constantFrom('UP' as const, 'DOWN' as const),
      vipAddress: fc.constantFrom('one', 'two,one', 'app1', ''),
      actionType: fc.constantFrom('MODIFIED' as const, 'DELETED' as const),
      isRead: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const views = new AppViews(true);
        let snapshot = first;
        for (const { app, at, isRead, ...fields } of edits) {
          const before = snapshot;
          snapshot = change(anInstance({ app: `APP${app}`, instanceId: `id${at}`, ...fields }), snapshot);
          views.advance(snapshot, changesBetweenSnapshots(before, snapshot));
          if (!isRead) continue;
          const [next, anew] = [new ServiceView(snapshot, true, views), new ServiceView(snapshot)];
          for (const name of ['app0', 'app1', 'App2', 'app3', 'ONE', 'two'])
            expect(next.instances(name)).toEqual(anew.instances(name));
          expect(next.services).toEqual(anew.services);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('remembers no ids of a service that is not asked for any more', () => {
    const views = new AppViews(true, first);
    new ServiceView(first, true, views).instances('app0');
    let snapshot = first;
    const restarts = (count: number) => {
      for (let at = 0; at < count; at++) {
        const started = anInstance({ app: 'APP1', instanceId: `${at}`.padStart(1000, 'x') });
        for (const actionType of ['ADDED', 'DELETED'] as const) {
          const before = snapshot;
          snapshot = change({ ...started, actionType }, before);
          views.advance(snapshot, changesBetweenSnapshots(before, snapshot));
        }
      }
    };
    restarts(500);
    const before = usedMegabytes();
    restarts(15_000);
    expect(usedMegabytes() - before).toBeLessThan(5);
    expect(new ServiceView(snapshot, true, views).instances('app1')).toHaveLength(4);
  });
});

/** Memory in use after garbage collection. */
function usedMegabytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1_048_576;
}
