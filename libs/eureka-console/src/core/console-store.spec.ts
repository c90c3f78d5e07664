import type { ConsoleActivity, ConsoleHello, ConsoleInstance } from '@eureka-nest/protocol/console';
import { ConsoleStore } from './console-store.js';

const instance = (id: string, given: Partial<ConsoleInstance> = {}) =>
  ({
    key: `PAYMENT/${id}`,
    app: 'PAYMENT',
    id,
    status: 'UP',
    metadata: {},
    renewedAt: 1_000,
    expiresAt: 91_000,
    ...given,
  }) as ConsoleInstance;
const hello = { node: 'n1', startedAt: 5, now: 1_000, history: [] } as unknown as ConsoleHello;
const snapshot = (...instances: ConsoleInstance[]) => ({ part: 0, isLast: true, instances });
const keys = (store: ConsoleStore) => [...store.copy.entries.keys()];

describe('the store of the console', () => {
  let store: ConsoleStore;
  beforeEach(() => {
    store = new ConsoleStore();
    store.apply('hello', hello);
  });

  it('shows a snapshot when its last part has come', () => {
    store.apply('instances', { part: 0, isLast: false, instances: [instance('1')] });
    expect([keys(store), store.hasSnapshot]).toEqual([[], false]);
    store.apply('instances', { part: 1, isLast: true, instances: [instance('2')] });
    expect([keys(store), store.hasSnapshot]).toEqual([['PAYMENT/1', 'PAYMENT/2'], true]);
    expect(store.takeChanges().all).toBe(true);
  });

  it('replaces its copy by the next snapshot', () => {
    store.apply('instances', snapshot(instance('1'), instance('2')));
    store.apply('hello', hello);
    expect(keys(store)).toHaveLength(2);
    store.apply('instances', snapshot(instance('3')));
    expect(keys(store)).toEqual(['PAYMENT/3']);
  });

  it('starts a snapshot anew if the stream broke off in its middle', () => {
    store.apply('instances', { part: 0, isLast: false, instances: [instance('1')] });
    store.apply('hello', hello);
    store.apply('instances', snapshot(instance('2')));
    expect(keys(store)).toEqual(['PAYMENT/2']);
  });

  it('prefers a change that comes between two parts to the parts', () => {
    store.apply('instances', { part: 0, isLast: false, instances: [instance('1')] });
    store.apply('changes', { put: [instance('1', { status: 'DOWN' })], removed: ['PAYMENT/2'] });
    store.apply('instances', { part: 1, isLast: true, instances: [instance('1'), instance('2')] });
    expect(keys(store)).toEqual(['PAYMENT/1']);
    expect(store.copy.counts).toMatchObject({ UP: 0, DOWN: 1 });
  });

  it('applies changes, and tells which rows they touch', () => {
    store.apply('instances', snapshot(instance('1'), instance('2')));
    store.takeChanges();
    store.apply('changes', { put: [instance('3')], removed: ['PAYMENT/1'] });
    expect(keys(store)).toEqual(['PAYMENT/2', 'PAYMENT/3']);
    expect(store.takeChanges()).toEqual({ all: false, keys: new Set(['PAYMENT/3', 'PAYMENT/1']) });
    expect(store.takeChanges().keys.size).toBe(0);
  });

  it('prolongs a lease by a heartbeat, never by an older one', () => {
    store.apply('instances', snapshot(instance('1')));
    const renewed = [
      ['PAYMENT/1', 31_000],
      ['PAYMENT/gone', 31_000],
    ];
    store.apply('heartbeats', { at: 31_000, renewed, omitted: 0 });
    store.apply('heartbeats', { at: 31_000, renewed: [['PAYMENT/1', 500]], omitted: 0 });
    const { renewedAt, expiresAt } = store.copy.entries.get('PAYMENT/1')!;
    expect([renewedAt, expiresAt]).toEqual([31_000, 121_000]);
  });

  it('doubles a lease by its first heartbeat, as the registry does', () => {
    const fresh = { leaseMs: 90_000, registeredAt: 1_000 };
    store.apply('instances', snapshot(instance('1', fresh)));
    const entry = store.copy.entries.get('PAYMENT/1')!;
    expect([entry.renewedAt, entry.expiresAt]).toEqual([1_000, 91_000]);
    for (const at of [31_000, 61_000]) {
      store.apply('heartbeats', { at, renewed: [['PAYMENT/1', at]], omitted: 0 });
      expect([entry.renewedAt, entry.expiresAt]).toEqual([at, at + 180_000]);
    }
  });

  it('takes a heartbeat from before the last one, if the clock of the registry was set back', () => {
    store.apply('instances', snapshot(instance('1', { renewedAt: 3_600_000, expiresAt: 3_780_000 })));
    store.apply('heartbeats', { at: 31_000, renewed: [['PAYMENT/1', 30_900]], omitted: 0 });
    const { renewedAt, expiresAt } = store.copy.entries.get('PAYMENT/1')!;
    expect([renewedAt, expiresAt]).toEqual([30_900, 210_900]);
  });

  it('counts by status, application and zone', () => {
    store.apply(
      'instances',
      snapshot(instance('1', { zone: 'a' }), instance('2', { zone: 'a', status: 'DOWN' })),
    );
    store.apply('changes', { put: [instance('1', { zone: 'b' })], removed: ['PAYMENT/2'] });
    expect([...store.copy.zones]).toEqual([['b', 1]]);
    expect(store.copy.apps.get('PAYMENT')!.counts).toEqual({ UP: 1, DOWN: 0 });
    store.apply('changes', { put: [], removed: ['PAYMENT/1'] });
    expect([store.copy.apps.size, store.copy.zones.size]).toEqual([0, 0]);
  });

  const entry = (number: number) => ({ number, at: number, kind: 'registered', by: 'client', detail: {} });
  const numbers = () => store.activity.map((each: ConsoleActivity) => each.number);

  it('keeps the last 1,000 of the activity, newest first, each once', () => {
    store.apply('activity', { entries: Array.from({ length: 1_200 }, (_, index) => entry(index)) });
    store.apply('activity', { entries: [entry(1_199), entry(1_200)] });
    expect([numbers().length, numbers()[0], numbers().at(-1)]).toEqual([1_000, 1_200, 201]);
  });

  it('keeps the activity over a reconnect, and drops it when another process answers', () => {
    store.apply('activity', { entries: [entry(1)] });
    store.apply('hello', hello);
    expect(numbers()).toEqual([1]);
    store.apply('hello', { ...hello, startedAt: 6 });
    expect(numbers()).toEqual([]);
  });

  it('adds a point to the chart when a minute has ended, and none twice', () => {
    const minute = (at: number) => ({ at, received: 8, threshold: 6 });
    const state = (at?: number) =>
      store.apply('state', { now: 7, peers: [], ...(at !== undefined && { minute: minute(at) }) });
    store.apply('hello', { ...hello, history: [minute(60_020)] });
    [undefined, 60_020, 60_020, 120_021, 120_021].forEach(state);
    expect(store.history).toEqual([minute(60_020), minute(120_021)]);
    // The registry's clock was set back.
    state(90_000);
    expect(store.history).toEqual([minute(60_020), minute(90_000)]);
  });

  it.each([
    ['an event of a newer registry', 'weather', { rain: true }],
    ['a name that every object has', 'constructor', {}],
    ['no object', 'changes', 'text'],
    ['nothing', 'state', null],
  ])('ignores %s', (_, name, data) => expect(store.apply(name, data)).toBeUndefined());

  it('ignores fields it does not know, and fills in those that are missing', () => {
    store.apply('instances', {
      ...snapshot({ ...instance('1'), metadata: undefined, mood: 'good' } as never),
      x: 1,
    });
    store.apply('changes', { put: [{ status: 'UP' }] });
    expect(store.copy.entries.get('PAYMENT/1')!.instance.metadata).toEqual({});
    expect(keys(store)).toHaveLength(1);
  });

  it('counts a call once, however often it is reported, and takes the first report for history', () => {
    const call = (at: number) => ({ service: 'PAYMENT', target: 'PAYMENT/1', at, ms: 3, outcome: 'ok' });
    store.apply('calls', { consumers: [{ key: 'ORDER/80', calls: [call(1), call(2)], ejected: [] }] });
    store.apply('calls', { consumers: [{ key: 'ORDER/80', calls: [call(2), call(3)] }] });
    const { calls, consumer } = store.calls.callers.get('ORDER/80')!;
    expect(calls.map(({ at }) => at)).toEqual([1, 2, 3]);
    expect(consumer.ejected).toEqual([]);
    expect([store.calls.takeFresh().length, store.calls.takeFresh().length]).toEqual([1, 0]);
  });
});
