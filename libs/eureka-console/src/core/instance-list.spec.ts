import type { ConsoleInstance, ConsoleStatus } from '@eureka-nest/protocol/console';
import { ConsoleStore } from './console-store.js';
import { everything, InstanceList, sortColumns, type ListOptions } from './instance-list.js';

const statuses: readonly ConsoleStatus[] = ['UP', 'DOWN', 'OUT_OF_SERVICE'];
const instance = (number: number, version = 1) =>
  ({
    key: `APP-${number % 7}/i${number}`,
    app: `APP-${number % 7}`,
    id: `i${number}`,
    host: `host-${number}`,
    port: 8_000 + number,
    status: statuses[(number * version) % 3],
    zone: `zone-${number % 2}`,
    version: `1.${version}`,
    metadata: { Color: number % 2 ? 'red' : 'blue' },
    renewedAt: number * version,
    expiresAt: 1_000 - number,
    registeredAt: 7,
  }) as unknown as ConsoleInstance;

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

function filled(count: number): ConsoleStore {
  const store = new ConsoleStore();
  const instances = range(0, count).map((each) => instance(each));
  store.apply('instances', { part: 0, isLast: true, instances });
  store.takeChanges();
  return store;
}
const ids = (list: InstanceList) => list.rows.map(({ instance: { id } }) => id);

describe('the list of instances', () => {
  const shown = (options: Partial<ListOptions>) => {
    const list = new InstanceList();
    list.fill(filled(21).copy, { ...everything, ...options });
    return ids(list);
  };

  it.each<[string, Partial<ListOptions>, readonly string[]]>([
    ['a port', { query: '8013' }, ['i13']],
    ['metadata', { query: 'color=RED  zone-1 app-3' }, ['i17', 'i3']],
    ['a status', { status: 'DOWN', app: 'APP-1' }, ['i1']],
    ['a zone', { zone: 'zone-0', app: 'APP-2' }, ['i16', 'i2']],
    ['an application that is gone', { app: 'APP-99' }, []],
  ])('finds %s', (_, options, found) => expect(shown(options)).toEqual(found));

  it('sorts either way', () => {
    expect(shown({ sort: 'renewedAt', isDescending: true }).slice(0, 2)).toEqual(['i20', 'i19']);
    expect(shown({ sort: 'expiresAt' }).slice(0, 2)).toEqual(['i20', 'i19']);
  });

  const cases = sortColumns.flatMap((sort) => [
    { ...everything, sort },
    { ...everything, sort, isDescending: true, status: 'UP' },
    { ...everything, sort, query: 'red' },
  ]);
  it.each(cases)('moves single rows to where a new sort would put them: %j', (options) => {
    const store = filled(60);
    const list = new InstanceList();
    list.fill(store.copy, options);
    for (const round of range(0, 40)) {
      const put = [instance((round * 13) % 70, round), instance((round * 29) % 70, round + 1)];
      store.apply('heartbeats', {
        at: 0,
        renewed: [[`APP-${round % 7}/i${round}`, 2_000 + round]],
        omitted: 0,
      });
      store.apply('changes', { put, removed: [`APP-${(round * 3) % 7}/i${round * 3}`] });
      list.apply(store.copy, store.takeChanges());
    }
    const anew = new InstanceList();
    anew.fill(store.copy, options);
    // Heartbeats move rows only when the list is filled again; until then it shows the same rows.
    const inOrder = (rows: readonly string[]) => (list.ages ? [...rows].sort() : rows);
    expect(inOrder(ids(list))).toEqual(inOrder(ids(anew)));
  });
});
