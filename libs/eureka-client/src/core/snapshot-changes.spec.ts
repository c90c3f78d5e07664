import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { snapshotOf, applyDelta } from './registry-snapshot.js';
import { changesBetweenSnapshots } from './snapshot-changes.js';

const one = anInstance({ port: 8001 });
const two = anInstance({ port: 8002 });
const order = anInstance({ app: 'CLOUD-ORDER-SERVICE', instanceId: 'order80', port: 80 });
const copyOf = (...instances: InstanceInfo[]) =>
  snapshotOf({ version: '1', hashCode: '', applications: [{ name: 'ANY', instances }] });
const told = (before: ReturnType<typeof copyOf>, after: ReturnType<typeof copyOf>) =>
  changesBetweenSnapshots(before, after).map(({ kind, instance, status, before: was }) =>
    [kind, instance.instanceId, was, status].filter(Boolean).join(' '),
  );

describe('the changes between two snapshots', () => {
  it.each<[string, InstanceInfo[], InstanceInfo[], string[]]>([
    ['nothing', [one, order], [one, order], []],
    ['an instance that came', [one], [one, two], ['added payment8002 UP']],
    ['one that went', [one, two], [one], ['removed payment8002 UP UP']],
    ['an application that went', [one, order], [one], ['removed order80 UP UP']],
    ['a status', [one], [{ ...one, status: 'DOWN' }], ['status payment8001 UP DOWN']],
    ['a new start', [one], [{ ...one, lastDirtyTimestamp: 9 }], ['changed payment8001 UP UP']],
    ['metadata', [one], [{ ...one, metadata: { zone: 'z1' } }], ['changed payment8001 UP UP']],
    ['an address', [one], [{ ...one, ipAddr: '10.0.0.9' }], ['changed payment8001 UP UP']],
    [
      'nothing for a renewed lease',
      [one],
      [{ ...one, leaseInfo: { ...one.leaseInfo, lastRenewalTimestamp: 5 }, lastUpdatedTimestamp: 5 }],
      [],
    ],
  ])('report %s', (_, before, after, expected) =>
    expect(told(copyOf(...before), copyOf(...after))).toEqual(expected),
  );

  it('are the same after a delta as after a full fetch', () => {
    const before = copyOf(one, order);
    const deleted = { ...order, actionType: 'DELETED' as const };
    const after = applyDelta(before, {
      version: '2',
      hashCode: '',
      applications: [{ name: 'ANY', instances: [deleted, two] }],
    });
    expect(told(before, after)).toEqual(['added payment8002 UP', 'removed order80 UP UP']);
  });
});
