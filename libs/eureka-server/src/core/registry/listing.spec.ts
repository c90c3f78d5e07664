import { anInstance } from '@eureka-nest/protocol/testing';
import type { InstanceInfo } from '@eureka-nest/protocol';
import { listingOf } from './listing.js';

const decided = {
  status: 'UP',
  overriddenStatus: 'UNKNOWN',
  actionType: 'ADDED',
  lastUpdatedTimestamp: 5,
} as const;
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const amazon = (id: string) => ({
  name: 'Amazon' as const,
  metadata: { 'instance-id': id, 'availability-zone': 'us-east-1c' },
});

const listing = (given: InstanceInfo, like?: InstanceInfo) =>
  listingOf(given, decided, given.leaseInfo, like);

describe('the listing of a registration', () => {
  it('has the values of the registration, except what the registry decides', () => {
    const given = anInstance({
      metadata: { zone: 'one' },
      status: 'DOWN',
      isCoordinatingDiscoveryServer: true,
    });
    const other = anInstance({ port: 8002, metadata: { zone: 'two' }, dataCenterInfo: amazon('i-2') });
    const expected = { ...given, ...decided, isCoordinatingDiscoveryServer: false };
    expect(listing(given)).toEqual(expected);
    expect(listing(given, other)).toEqual(expected);
  });

  it('shares what is equal with the other listing', () => {
    const before = anInstance({ metadata: { zone: 'one', 'a-key': 'with a text' } });
    const again = listing(copyOf(before), before);
    for (const name of ['port', 'securePort', 'dataCenterInfo', 'metadata'] as const)
      expect(again[name]).toBe(before[name]);
  });

  it.each([
    ['a changed text', { zone: 'two', version: '1' }],
    ['another order', { version: '1', zone: 'one' }],
    ['fewer keys', { zone: 'one' }],
    ['a further key', { zone: 'one', version: '1', more: '' }],
    ['a key __proto__', JSON.parse('{"zone":"one","__proto__":"1"}') as Record<string, string>],
  ])('keeps metadata with %s as they are', (_what, metadata) => {
    const before = anInstance({ metadata: { zone: 'one', version: '1' } });
    const given = anInstance({ metadata });
    const listed = listing(given, before);
    expect(JSON.stringify(listed.metadata)).toBe(JSON.stringify(metadata));
    expect(JSON.stringify(before.metadata)).toBe('{"zone":"one","version":"1"}');
  });

  it.each([
    ['a port', { port: { number: 8001, enabled: false } }],
    ['a duration', { leaseSecs: 33 }],
    ['a data center', { dataCenterInfo: { name: 'Netflix' } as const }],
    ['another Amazon instance', { dataCenterInfo: amazon('i-2') }],
  ])('keeps %s that differs', (_what, difference) => {
    const given = anInstance(difference);
    const before = anInstance({ dataCenterInfo: amazon('i-1') });
    expect(listing(given, before)).toEqual({ ...given, ...decided });
  });
});
