import { anInstance } from '@eureka-nest/protocol/testing';
import { InstanceTable } from '../registry/instance-table.js';
import { grant } from '../registry/lease.js';
import { type ApplicationSnapshot, ApplicationSnapshots } from './application-snapshot.js';
import { RecentChanges } from './recent-changes.js';

const registered = (...names: readonly string[]) => {
  const table = new InstanceTable();
  const put = (app: string, instanceId: string) =>
    table.put(anInstance({ app, instanceId, status: 'UP' }), grant(90, 0));
  for (const name of names) {
    const [app = '', id = ''] = name.split('/');
    put(app, id);
  }
  return { table, put };
};

const listed = (snapshots: Iterable<ApplicationSnapshot>) =>
  Array.from(snapshots, ({ name, instances }) => [
    name,
    ...instances.map(({ instanceId, status }) => `${instanceId} ${status}`),
  ]);

describe('snapshots of all applications', () => {
  it('show the moment at which they were made, whatever changes before they are read', () => {
    const { table, put } = registered('SHOP/web-1', 'SHOP/web-2', 'BILLING/bill-1', 'OLD/old-1');
    const snapshots = new ApplicationSnapshots(table, ['SHOP', 'BILLING', 'OLD']);
    table.change(table.get('SHOP', 'web-1')!, { status: 'DOWN' });
    table.remove(table.get('SHOP', 'web-2')!);
    table.remove(table.get('OLD', 'old-1')!);
    put('BILLING', 'bill-2');
    put('billing', 'bill-3');
    put('NEW', 'new-1');
    expect(listed(snapshots)).toEqual([
      ['SHOP', 'web-1 UP', 'web-2 UP'],
      ['BILLING', 'bill-1 UP'],
      ['OLD', 'old-1 UP'],
    ]);
  });

  it('show that moment also if the changes come between two of them', () => {
    const { table, put } = registered('A/a-1', 'B/b-1', 'C/c-1');
    const names: unknown[] = [];
    for (const { name, instances } of table.snapshots()) {
      names.push([name, instances.length, instances[0]?.status]);
      for (const app of ['A', 'B', 'C']) {
        put(app, `${app}-${names.length}`);
        table.change(table.get(app, `${app.toLowerCase()}-1`)!, { status: 'DOWN' });
      }
    }
    expect(names).toEqual([
      ['A', 1, 'UP'],
      ['B', 1, 'UP'],
      ['C', 1, 'UP'],
    ]);
  });

  it('of a registry come by name, and listen for no change before they are read', () => {
    const { table } = registered('C/c-1', 'A/a-1', 'B/b-1');
    const unread = jest.spyOn(table.beforeChange, 'listen');
    const snapshots = table.snapshots();
    expect(unread).not.toHaveBeenCalled();
    expect(listed(snapshots).map(([name]) => name)).toEqual(['A', 'B', 'C']);
  });

  it('listen for changes until they have been read, or the reading ends early', () => {
    const { table } = registered('A/a-1', 'B/b-1');
    let reads = 0;
    const { snapshot } = table;
    table.snapshot = (app) => {
      reads += 1;
      return snapshot.call(table, app);
    };
    listed(table.snapshots());
    for (const _ of table.snapshots()) break;
    expect(reads).toBe(3);
    table.change(table.get('B', 'b-1')!, { status: 'DOWN' });
    expect(reads).toBe(3);
  });
});

describe('snapshots of the recent changes', () => {
  it('show an instance as it was, though its entry changes in the registry first', () => {
    const { table } = registered('SHOP/web-1');
    const changes = new RecentChanges(180_000, undefined, table.beforeChange);
    const entry = table.get('SHOP', 'web-1')!;
    changes.add(entry, 1);
    let shown: unknown;
    table.beforeChange.listen((app) => (shown ??= changes.snapshot(app)?.instances[0]?.status));
    table.change(entry, { status: 'DOWN' });
    changes.add(entry, 2);
    expect(shown).toBe('UP');
    expect(changes.snapshot('SHOP')?.instances[0]?.status).toBe('DOWN');
  });
});
