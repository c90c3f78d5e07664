import { appsHashCode, type Applications, type InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import {
  agrees,
  emptyRegistry,
  instancesOf,
  type LocalRegistry,
  wholeRegistry,
  withChanges,
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
const ids = (registry: LocalRegistry) =>
  [...instancesOf(registry)].map(({ instanceId }) => instanceId).sort();
const whole = wholeRegistry(applications(one, two, order));

describe('the local copy of a registry', () => {
  it('holds what a full fetch brings, and no application without an instance', () => {
    expect(ids(whole)).toEqual(['order80', 'payment8001', 'payment8002']);
    const empty = { version: '1', hashCode: '', applications: [{ name: 'GONE', instances: [] }] };
    expect(wholeRegistry(empty).size).toBe(0);
  });

  it.each<[string, InstanceInfo[], string[]]>([
    ['adds', [{ ...three, actionType: 'ADDED' }], ['order80', 'payment8001', 'payment8002', 'payment8003']],
    [
      'adds to an application it did not know',
      [{ ...anInstance({ app: 'NEW', instanceId: 'new1' }), actionType: 'ADDED' }],
      ['new1', 'order80', 'payment8001', 'payment8002'],
    ],
    [
      'does not double what it is told again',
      [{ ...one, actionType: 'ADDED' }],
      ['order80', 'payment8001', 'payment8002'],
    ],
    ['removes the very one', [{ ...one, actionType: 'DELETED' }], ['order80', 'payment8002']],
    [
      'ignores the end of one it never knew',
      [{ ...three, actionType: 'DELETED' }],
      ['order80', 'payment8001', 'payment8002'],
    ],
    [
      'ignores the end of one in an application it never knew',
      [{ ...anInstance({ app: 'NEW', instanceId: 'new1' }), actionType: 'DELETED' }],
      ['order80', 'payment8001', 'payment8002'],
    ],
    [
      'takes several at a time',
      [
        { ...one, actionType: 'DELETED' },
        { ...three, actionType: 'ADDED' },
        { ...order, actionType: 'DELETED' },
      ],
      ['payment8002', 'payment8003'],
    ],
  ])('%s', (_, changes, expected) =>
    expect(ids(withChanges(whole, applications(...changes)))).toEqual(expected),
  );

  it.each(['ADDED', 'MODIFIED', undefined] as const)(
    'replaces by id what comes as %s, and leaves the others alone',
    (actionType) => {
      const changed: InstanceInfo = { ...one, status: 'OUT_OF_SERVICE', actionType };
      const payments = withChanges(whole, applications(changed)).get('CLOUD-PAYMENT-SERVICE');
      expect(payments?.get('payment8001')?.status).toBe('OUT_OF_SERVICE');
      expect(payments?.get('payment8002')).toBe(two);
      expect(payments?.size).toBe(2);
    },
  );

  it('knows an instance without an id by its host name', () => {
    const nameless = anInstance({ instanceId: undefined, hostName: 'desk' });
    const registry = wholeRegistry(applications(nameless));
    expect(withChanges(registry, applications({ ...nameless, actionType: 'DELETED' })).size).toBe(0);
  });

  it('drops an application with its last instance', () => {
    expect(
      withChanges(whole, applications({ ...order, actionType: 'DELETED' })).has('CLOUD-ORDER-SERVICE'),
    ).toBe(false);
  });

  it('leaves the copy before it as it was, and is the same object when nothing changed', () => {
    withChanges(whole, applications({ ...one, actionType: 'DELETED' }));
    expect(ids(whole)).toEqual(['order80', 'payment8001', 'payment8002']);
    expect(withChanges(whole, applications())).toBe(whole);
  });

  it.each([
    ['UP_3_', true],
    ['UP_2_', false],
    ['DOWN_1_UP_2_', false],
    ['', false],
  ])('agrees with a registry whose hash code is %j: %s', (hashCode, expected) =>
    expect(agrees(whole, hashCode)).toBe(expected),
  );

  it('agrees with an empty registry when it is empty', () => expect(agrees(emptyRegistry, '')).toBe(true));
});
