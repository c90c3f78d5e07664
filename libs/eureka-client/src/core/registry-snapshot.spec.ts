import { appsHashCode, type Applications, type InstanceInfo, instanceStatuses } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import fc from 'fast-check';
import {
  matchesHashCode,
  emptySnapshot,
  instancesOf,
  type RegistrySnapshot,
  snapshotOf,
  applyDelta,
} from './registry-snapshot.js';

const [one, two, three] = [8001, 8002, 8003].map((port) => anInstance({ port })) as [
  InstanceInfo,
  InstanceInfo,
  InstanceInfo,
];
const order = anInstance({ app: 'CLOUD-ORDER-SERVICE', port: 80, instanceId: 'order80' });

const applications = (...instances: InstanceInfo[]): Applications => {
  const names = [...new Set(instances.map(({ app }) => app))];
  return {
    version: '1',
    hashCode: appsHashCode(instances),
    applications: names.map((name) => ({ name, instances: instances.filter(({ app }) => app === name) })),
  };
};
const ids = (registry: RegistrySnapshot) =>
  [...instancesOf(registry)].map(({ instanceId }) => instanceId).sort();
const whole = snapshotOf(applications(one, two, order));

describe('a registry snapshot', () => {
  it('contains all instances of a full fetch, and no application without instances', () => {
    expect(ids(whole)).toEqual(['order80', 'payment8001', 'payment8002']);
    const empty = { version: '1', hashCode: '', applications: [{ name: 'GONE', instances: [] }] };
    expect(snapshotOf(empty).size).toBe(0);
  });

  it.each<[string, InstanceInfo[], string[]]>([
    ['adds', [{ ...three, actionType: 'ADDED' }], ['order80', 'payment8001', 'payment8002', 'payment8003']],
    [
      'adds an unknown application',
      [{ ...anInstance({ app: 'NEW', instanceId: 'new1' }), actionType: 'ADDED' }],
      ['new1', 'order80', 'payment8001', 'payment8002'],
    ],
    [
      'does not duplicate a repeated entry',
      [{ ...one, actionType: 'ADDED' }],
      ['order80', 'payment8001', 'payment8002'],
    ],
    ['removes the very one', [{ ...one, actionType: 'DELETED' }], ['order80', 'payment8002']],
    [
      'ignores the removal of an unknown instance',
      [{ ...three, actionType: 'DELETED' }],
      ['order80', 'payment8001', 'payment8002'],
    ],
    [
      'ignores the removal of an instance of an unknown application',
      [{ ...anInstance({ app: 'NEW', instanceId: 'new1' }), actionType: 'DELETED' }],
      ['order80', 'payment8001', 'payment8002'],
    ],
    [
      'applies several changes at once',
      [
        { ...one, actionType: 'DELETED' },
        { ...three, actionType: 'ADDED' },
        { ...order, actionType: 'DELETED' },
      ],
      ['payment8002', 'payment8003'],
    ],
  ])('%s', (_, changes, expected) =>
    expect(ids(applyDelta(whole, applications(...changes)))).toEqual(expected),
  );

  it.each(['ADDED', 'MODIFIED', undefined] as const)(
    'replaces an instance by id for %s, and retains the others',
    (actionType) => {
      const changed: InstanceInfo = { ...one, status: 'OUT_OF_SERVICE', actionType };
      const payments = applyDelta(whole, applications(changed)).get('CLOUD-PAYMENT-SERVICE');
      expect(payments?.get('payment8001')?.status).toBe('OUT_OF_SERVICE');
      expect(payments?.get('payment8002')).toBe(two);
      expect(payments?.size).toBe(2);
    },
  );

  it('identifies an instance without an id by its host name', () => {
    const nameless = anInstance({ instanceId: undefined, hostName: 'desk' });
    const registry = snapshotOf(applications(nameless));
    expect(applyDelta(registry, applications({ ...nameless, actionType: 'DELETED' })).size).toBe(0);
  });

  it('removes an application with its last instance', () => {
    expect(
      applyDelta(whole, applications({ ...order, actionType: 'DELETED' })).has('CLOUD-ORDER-SERVICE'),
    ).toBe(false);
  });

  it('does not modify the previous snapshot, and is the same object if nothing changed', () => {
    applyDelta(whole, applications({ ...one, actionType: 'DELETED' }));
    expect(ids(whole)).toEqual(['order80', 'payment8001', 'payment8002']);
    expect(applyDelta(whole, applications())).toBe(whole);
  });

  it.each([
    ['UP_3_', true],
    ['UP_2_', false],
    ['DOWN_1_UP_2_', false],
    ['', false],
  ])('matches the hash code %j: %s', (hashCode, expected) =>
    expect(matchesHashCode(whole, hashCode)).toBe(expected),
  );

  it('matches the hash code of its instances after any deltas', () => {
    const edit = fc.record({
      port: fc.integer({ min: 1, max: 4 }),
      status: fc.constantFrom(...instanceStatuses),
      actionType: fc.constantFrom('ADDED' as const, 'DELETED' as const),
    });
    fc.assert(
      fc.property(fc.array(fc.array(edit, { maxLength: 4 }), { maxLength: 8 }), (deltas) => {
        let snapshot = whole;
        for (const edits of deltas) {
          snapshot = applyDelta(snapshot, applications(...edits.map((each) => anInstance(each))));
          expect(matchesHashCode(snapshot, appsHashCode(instancesOf(snapshot)))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('matches the hash code of an empty registry when it is empty', () =>
    expect(matchesHashCode(emptySnapshot, '')).toBe(true));
});
