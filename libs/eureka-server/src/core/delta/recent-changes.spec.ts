import { anInstance } from '@eureka-nest/protocol/testing';
import { RegistryEntry } from '../registry/registry-entry.js';
import { grant } from '../registry/lease.js';
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
