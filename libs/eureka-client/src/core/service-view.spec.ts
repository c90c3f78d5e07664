import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { snapshotOf } from './registry-snapshot.js';
import { ServiceView } from './service-view.js';

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
