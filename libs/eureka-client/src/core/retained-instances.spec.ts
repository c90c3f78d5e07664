import { anInstance } from '@eureka-nest/protocol/testing';
import { idOf, type InstanceInfo } from '@eureka-nest/protocol';
import { losesMany, RetainedInstances } from './retained-instances.js';
import { emptySnapshot, instancesOf, snapshotOf } from './registry-snapshot.js';

const some = (count: number) => Array.from({ length: count }, (_, at) => anInstance({ port: 8000 + at }));
const registryOf = (instances: readonly InstanceInfo[]) => ({
  version: '1',
  hashCode: '',
  applications: [{ name: 'CLOUD-PAYMENT-SERVICE', instances }],
});
const snapshot = (instances: readonly InstanceInfo[]) => snapshotOf(registryOf(instances));
const [one, two] = [anInstance({ port: 8001 }), anInstance({ port: 8002 })];

describe('a loss of instances', () => {
  it.each([
    [0, 0, false],
    [1, 0, true],
    [2, 1, false],
    [2, 0, true],
    [3, 2, false],
    [3, 1, true],
    [20, 17, false],
    [20, 16, true],
    [100, 85, false],
    [100, 84, true],
  ])('from %d to %d: is doubtful: %s', (before, after, isDoubtful) =>
    expect(losesMany(snapshot(some(before)), registryOf(some(after)))).toBe(isDoubtful),
  );
});

describe('retained instances', () => {
  let retained: RetainedInstances;
  beforeEach(() => void (retained = new RetainedInstances()));
  const shown = (listed = emptySnapshot, now = 0) =>
    [...instancesOf(retained.addTo(listed, now))].map(idOf).sort();

  it('are added for one renewal interval of their own, at most 30 s', () => {
    const slow = { ...two, leaseInfo: { ...two.leaseInfo, renewalIntervalInSecs: 300 } };
    const quick = { ...one, leaseInfo: { ...one.leaseInfo, renewalIntervalInSecs: 5 } };
    retained.retain(snapshot([quick, slow]), emptySnapshot, 0);
    expect([retained.hasExpired(4_999), shown(emptySnapshot, 4_999)]).toEqual([
      false,
      ['payment8001', 'payment8002'],
    ]);
    expect([retained.hasExpired(5_000), shown(emptySnapshot, 5_000)]).toEqual([true, ['payment8002']]);
    expect([shown(emptySnapshot, 29_999), shown(emptySnapshot, 30_000)]).toEqual([['payment8002'], []]);
    expect(retained.size).toBe(0);
  });

  it.each([0, -1, NaN])('have an interval of 30 s if theirs is %d', (renewalIntervalInSecs) => {
    retained.retain(
      snapshot([{ ...one, leaseInfo: { ...one.leaseInfo, renewalIntervalInSecs } }]),
      emptySnapshot,
      0,
    );
    expect([shown(emptySnapshot, 29_999), shown(emptySnapshot, 30_000)]).toEqual([['payment8001'], []]);
  });

  it('are not retained for longer when their registry restarts once more', () => {
    retained.retain(snapshot([one]), emptySnapshot, 0);
    retained.retain(snapshot([one]), emptySnapshot, 20_000);
    expect(shown(emptySnapshot, 30_000)).toEqual([]);
  });

  it('are forgotten once they are listed, or deleted by a delta', () => {
    retained.retain(snapshot([one, two]), emptySnapshot, 0);
    expect(shown(snapshot([one]))).toEqual(['payment8001', 'payment8002']);
    expect(retained.size).toBe(1);
    retained.dropDeleted(registryOf([{ ...two, actionType: 'DELETED' }, one]));
    expect(shown()).toEqual([]);
  });
});
