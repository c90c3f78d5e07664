import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { wholeRegistry, withChanges } from './registry-snapshot.js';
import { changesBetween } from './registry-changes.js';

const one = anInstance({ port: 8001 });
const two = anInstance({ port: 8002 });
const order = anInstance({ app: 'CLOUD-ORDER-SERVICE', instanceId: 'order80', port: 80 });
const copyOf = (...instances: InstanceInfo[]) =>
  wholeRegistry({ version: '1', hashCode: '', applications: [{ name: 'ANY', instances }] });
const told = (before: ReturnType<typeof copyOf>, after: ReturnType<typeof copyOf>) =>
  changesBetween(before, after).map(({ kind, instance, status, before: was }) =>
    [kind, instance.instanceId, was, status].filter(Boolean).join(' '),
  );

describe('the changes between two copies of a registry', () => {
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
      'a lease that was renewed, which is no change',
      [one],
      [{ ...one, leaseInfo: { ...one.leaseInfo, lastRenewalTimestamp: 5 }, lastUpdatedTimestamp: 5 }],
      [],
    ],
  ])('tell %s', (_, before, after, expected) =>
    expect(told(copyOf(...before), copyOf(...after))).toEqual(expected),
  );

  it('are found after changes as after a whole fetch', () => {
    const before = copyOf(one, order);
    const deleted = { ...order, actionType: 'DELETED' as const };
    const after = withChanges(before, {
      version: '2',
      hashCode: '',
      applications: [{ name: 'ANY', instances: [deleted, two] }],
    });
    expect(told(before, after)).toEqual(['added payment8002 UP', 'removed order80 UP UP']);
  });
});
