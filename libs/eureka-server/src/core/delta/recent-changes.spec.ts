import { anInstance } from '@eureka-nest/protocol/testing';
import { RegistryEntry } from '../registry/registry-entry.js';
import { grant } from '../registry/lease.js';
import { sizeOfInstance } from '../sizes.js';
import { RecentChanges } from './recent-changes.js';

const entryOf = (app: string, instanceId: string) =>
  new RegistryEntry(anInstance({ app, instanceId }), grant(90, 0));

const idsIn = (changes: RecentChanges) =>
  changes
    .applications()
    .map(({ name, instances }) => [name, ...instances.map(({ instanceId }) => instanceId)]);

describe('the recent changes', () => {
  it('are grouped by application, oldest first', () => {
    const changes = new RecentChanges(180_000);
    changes.add(entryOf('SHOP', 'web-1'), 1);
    changes.add(entryOf('BILLING', 'bill-1'), 2);
    changes.add(entryOf('SHOP', 'web-2'), 3);
    expect(idsIn(changes)).toEqual([
      ['SHOP', 'web-1', 'web-2'],
      ['BILLING', 'bill-1'],
    ]);
  });

  it('show an instance once, as it is now', () => {
    const changes = new RecentChanges(180_000);
    const entry = entryOf('SHOP', 'web-1');
    entry.change({ actionType: 'ADDED' });
    changes.add(entry, 1);
    entry.change({ actionType: 'MODIFIED', status: 'DOWN' });
    changes.add(entry, 2);
    entry.change({ status: 'STARTING' });
    expect(changes.applications()).toMatchObject([
      { instances: [{ actionType: 'MODIFIED', status: 'STARTING' }] },
    ]);
  });

  it('notify listeners of each change', () => {
    const seen: string[] = [];
    const changes = new RecentChanges(180_000);
    changes.whenAdded(({ id, info }) => seen.push(`${id} ${info.status}`));
    const entry = entryOf('SHOP', 'web-1');
    changes.add(entry, 1);
    entry.change({ status: 'DOWN' });
    changes.add(entry, 2);
    changes.touch(entry);
    changes.sweep(1_000_000);
    expect(seen).toEqual(['web-1 UP', 'web-1 DOWN']);
  });

  it('show the latest instance of an id, so one that left and came back is present', () => {
    const changes = new RecentChanges(180_000);
    const first = entryOf('SHOP', 'web-1');
    first.change({ actionType: 'DELETED' });
    const second = entryOf('SHOP', 'web-1');
    second.change({ actionType: 'ADDED' });
    changes.add(first, 1);
    changes.add(second, 2);
    expect(changes.applications()).toMatchObject([{ instances: [{ actionType: 'ADDED' }] }]);
  });

  it('are dropped so many at a time, if there is a limit', () => {
    const changes = new RecentChanges(1000);
    for (let id = 0; id < 5; id++) changes.add(entryOf('SHOP', `web-${id}`), id);
    changes.add(entryOf('SHOP', 'web-5'), 2000);
    expect([changes.sweep(2000, 2), changes.sweep(2000, 3)]).toEqual([true, false]);
    expect(idsIn(changes)).toEqual([['SHOP', 'web-5']]);
    expect(changes.sweep(2000, 0)).toBe(false);
  });

  it('are dropped once they are older than the retention, counted from the latest change', () => {
    const changes = new RecentChanges(180_000);
    const twice = entryOf('SHOP', 'web-1');
    changes.add(twice, 0);
    changes.add(entryOf('SHOP', 'web-2'), 0);
    changes.add(twice, 1);
    changes.sweep(180_000);
    expect(idsIn(changes)).toEqual([['SHOP', 'web-2', 'web-1']]);
    changes.sweep(180_001);
    expect(idsIn(changes)).toEqual([['SHOP', 'web-1']]);
    changes.sweep(180_002);
    expect(idsIn(changes)).toEqual([]);
  });

  it('keep instances of two applications with one id apart', () => {
    const changes = new RecentChanges(180_000);
    changes.add(entryOf('SHOP', 'one'), 1);
    changes.add(entryOf('BILLING', 'one'), 1);
    expect(idsIn(changes)).toEqual([
      ['SHOP', 'one'],
      ['BILLING', 'one'],
    ]);
  });
});

describe('instances that have left', () => {
  const leave = (changes: RecentChanges, instanceId: string, value: string, at = 0) => {
    const instance = anInstance({ app: 'SHOP', instanceId, metadata: { value } });
    const entry = new RegistryEntry(instance, grant(90, 0));
    changes.add(entry, at);
    entry.change({ actionType: 'DELETED' });
    changes.add(entry, at);
    return entry;
  };
  const shown = (changes: RecentChanges) =>
    changes
      .applications()
      .flatMap(({ instances }) => instances.map(({ instanceId, metadata }) => [instanceId, metadata]));

  it('are in the delta whole, and reduced to their names once they have left that too', () => {
    const changes = new RecentChanges(180_000);
    const entry = leave(changes, 'web-1', 'v');
    expect(shown(changes)).toEqual([['web-1', { value: 'v' }]]);
    changes.sweep(180_001);
    expect(entry.info).toMatchObject({ instanceId: 'web-1', metadata: {}, actionType: 'DELETED' });
  });

  it('are reduced when they come back, and are not what is listed then', () => {
    const changes = new RecentChanges(180_000);
    const entry = leave(changes, 'web-1', 'v');
    const back = new RegistryEntry(anInstance({ app: 'SHOP', instanceId: 'web-1' }), grant(90, 0));
    changes.add(back, 1);
    expect(entry.info.metadata).toEqual({});
    changes.sweep(1_000_000);
    expect(back.info).toEqual(
      anInstance({ app: 'SHOP', instanceId: 'web-1', leaseInfo: back.info.leaseInfo }),
    );
  });

  it('are whole up to a total size, the latest ones', () => {
    const changes = new RecentChanges(180_000, 2_500);
    for (const id of ['a', 'b', 'c', 'd']) leave(changes, id, id.repeat(1_000));
    expect(shown(changes)).toEqual([
      ['a', {}],
      ['b', {}],
      ['c', { value: 'c'.repeat(1_000) }],
      ['d', { value: 'd'.repeat(1_000) }],
    ]);
  });

  it('leave the delta if even their names exceed the size', () => {
    const changes = new RecentChanges(180_000, 2_500);
    changes.add(entryOf('SHOP', 'up'), 0);
    for (const id of ['a', 'b', 'c', 'd']) leave(changes, id.repeat(1_000), 'v');
    expect(shown(changes).map(([id]) => id)).toEqual(['up', 'c'.repeat(1_000), 'd'.repeat(1_000)]);
    const before = changes.revisions.current;
    changes.sweep(1_000_000);
    expect([changes.applications(), changes.revisions.current > before]).toEqual([[], true]);
  });

  it('take no more than the limit in any history', () => {
    const changes = new RecentChanges(1_000, 5_000);
    const entries = Array.from({ length: 300 }, (_, at) => {
      if (at % 50 === 0) changes.sweep(at * 10);
      return leave(changes, `web-${at % 70}`, 'v'.repeat(at * 7), at * 10);
    });
    const size = entries.reduce((sum, { info }) => sum + sizeOfInstance(info), 0);
    const names = entries.reduce((sum, entry) => (entry.shrink(), sum + sizeOfInstance(entry.info)), 0);
    expect(size).toBeLessThan(names + 5_000);
  });
});
