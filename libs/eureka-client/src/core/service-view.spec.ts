import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { wholeRegistry } from './registry-snapshot.js';
import { ServiceView } from './service-view.js';

const viewOf = (...instances: InstanceInfo[]) =>
  new ServiceView(wholeRegistry({ version: '1', hashCode: '', applications: [{ name: 'ANY', instances }] }));

describe('what callers see of a registry', () => {
  const view = viewOf(
    anInstance({ port: 8002 }),
    anInstance({ port: 8003 }),
    anInstance({ port: 8001 }),
    anInstance({ port: 8004, status: 'OUT_OF_SERVICE' }),
    anInstance({ app: 'CLOUD-ORDER-SERVICE', instanceId: 'order80', port: 80 }),
    anInstance({ app: 'SLEEPING', instanceId: 'sleeping1', status: 'DOWN' }),
  );

  it('is the instances that are UP, in the order of their ids', () => {
    expect(view.instances('CLOUD-PAYMENT-SERVICE').map(({ instanceId }) => instanceId)).toEqual([
      'payment8001',
      'payment8002',
      'payment8003',
    ]);
  });

  it.each(['cloud-payment-service', 'CLOUD-PAYMENT-SERVICE', 'Cloud-Payment-Service'])('finds %s', (name) =>
    expect(view.instances(name)).toHaveLength(3),
  );

  it('finds nothing under an unknown name', () => expect(view.instances('cloud-payment')).toEqual([]));

  it('lists the services that can be called, in lower case', () => {
    expect(view.services).toEqual(['cloud-order-service', 'cloud-payment-service']);
  });

  it('shows those that are not UP where that is asked, and nobody without a port', () => {
    const mute = anInstance({ instanceId: 'mute', port: { number: 0, enabled: false } });
    const down = anInstance({ status: 'DOWN' });
    const registry = wholeRegistry({
      version: '1',
      hashCode: '',
      applications: [{ name: 'ANY', instances: [mute, down] }],
    });
    const seen = new ServiceView(registry, false).instances('cloud-payment-service');
    expect(seen.map(({ instanceId }) => instanceId)).toEqual(['payment8001']);
  });

  it.each<[string, string, object[]]>([
    ['a service that is asleep', 'Sleeping', [{ why: 'DOWN', count: 1 }]],
    ['one that others are shown of', 'cloud-payment-service', [{ why: 'OUT_OF_SERVICE', count: 1 }]],
    ['one of which all are shown', 'cloud-order-service', []],
    ['one that is not known', 'cloud-payment', []],
  ])('counts those left out of %s, by status', (_, name, expected) =>
    expect(view.filteredOut(name)).toEqual(expected),
  );

  it('counts those left out by vip too, and those that have no port', () => {
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

  it('finds by each of several vips, and by application name where the vip is another', () => {
    const found = viewOf(anInstance({ app: 'SHOP', instanceId: 'shop1', vipAddress: 'Books,Toys' }));
    for (const name of ['books', 'TOYS', 'shop']) expect(found.instances(name)).toHaveLength(1);
  });

  it('lets a vip go before an application of that name', () => {
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
        uri: 'http://localhost:8001',
        metadata: { zone: 'z1' },
        version: 1_750_000_000_001,
      },
    ],
    [
      'is called on its secure port where that is enabled',
      { securePort: { number: 8443, enabled: true } },
      { secure: true, port: 8443, uri: 'https://localhost:8443' },
    ],
    ['goes by its host name where it has no id', { instanceId: undefined }, { instanceId: 'localhost' }],
    ['may have an IPv6 address', { hostName: '::1' }, { host: '::1', uri: 'http://[::1]:8001' }],
  ])('an instance %s', (_, given, expected) =>
    expect(viewOf(anInstance(given)).instances('cloud-payment-service')[0]).toMatchObject(expected),
  );
});
