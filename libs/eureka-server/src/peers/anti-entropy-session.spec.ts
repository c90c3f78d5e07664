import type { AppDetail, ListedRow } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { AntiEntropySession } from './anti-entropy-session.js';
import type { OwnRegistry } from './service-backed-registry.js';

const row = (id: string): ListedRow => ({
  id,
  fingerprint: 'm',
  lastDirtyTimestamp: 100,
  status: 'UP',
  overriddenStatus: 'UNKNOWN',
  contentAgeMs: 1_000,
  statusAgeMs: 1_000,
  aliveAgeMs: 1_000,
});
const nothing: AppDetail = { listed: [], left: [] };

describe('anti-entropy with a peer', () => {
  let compared: [app: string, theirs: AppDetail][];
  let taken: ListedRow[];
  let ours: Record<string, string>;
  let reconciled: ReturnType<OwnRegistry['reconcile']>;
  let session: AntiEntropySession;
  let isCopying: boolean;

  beforeEach(() => {
    isCopying = false;
    compared = [];
    taken = [];
    ours = {};
    reconciled = { repaired: 0, wanted: [] };
    session = new AntiEntropySession(3_000);
    session.start({
      isCopying: () => isCopying,
      peek: () => undefined,
      acceptPeerCopy: () => undefined,
      digest: () => 'ours',
      appDigests: () => ours,
      reconcile: (app, theirs) => (compared.push([app, theirs]), reconciled),
      mergeListed: (_instance, taking) => taken.push(taking) > 0,
    });
  });

  it('sends nothing before it is scheduled', () => {
    expect([session.next(9e9), session.nextDueAt]).toEqual([undefined, undefined]);
  });

  it('waits while a first copy of a peer is merged, from which everything differs', () => {
    isCopying = true;
    session.scheduleNow(0);
    expect([session.next(0), session.nextDueAt]).toEqual([undefined, 250]);
    isCopying = false;
    expect(session.next(250)).toEqual({ kind: 'compare', digest: 'ours' });
  });

  it('sends nothing where it is disabled', () => {
    const off = new AntiEntropySession(0);
    off.scheduleNow(0);
    off.failed(0);
    expect([off.isEnabled, off.next(9e9), off.nextDueAt]).toEqual([false, undefined, undefined]);
  });

  it('drops the response to a request of before it was suspended, and asks again', () => {
    session.scheduleNow(0);
    session.next(0);
    session.suspend();
    session.scheduleNow(5);
    expect(session.next(5)).toBeUndefined();
    session.digestsReceived({ SHOP: '1:x' }, 10);
    expect(session.next(10)).toEqual({ kind: 'compare', digest: 'ours' });
  });

  it.each<[what: string, end: () => void]>([
    ['a response', () => session.digestsReceived({ SHOP: '1:x' }, 10)],
    ['a failure', () => session.failed(10)],
  ])('stays suspended after %s', (_what, end) => {
    session.scheduleNow(0);
    session.next(0);
    session.suspend();
    end();
    expect([session.nextDueAt, session.next(9e9)]).toEqual([undefined, undefined]);
  });

  it('compares digests at the interval, with one request at a time', () => {
    session.scheduleNow(0);
    expect(session.next(0)).toEqual({ kind: 'compare', digest: 'ours' });
    expect([session.next(0), session.nextDueAt]).toEqual([undefined, undefined]);
    session.digestsReceived(undefined, 10);
    expect([session.nextDueAt, session.next(3_009)]).toEqual([3_010, undefined]);
    expect(session.next(3_010)).toEqual({ kind: 'compare', digest: 'ours' });
  });

  it('asks for applications that differ or that only one side has', () => {
    ours = { SAME: '1:a', OTHER: '1:a', OURS: '1:a', __proto__x: '1:a' };
    session.scheduleNow(0);
    session.next(0);
    session.digestsReceived({ SAME: '1:a', OTHER: '1:b', THEIRS: '1:a' }, 0);
    expect(session.next(0)).toEqual({ kind: 'detail', apps: ['OTHER', 'OURS', '__proto__x', 'THEIRS'] });
  });

  it('fetches wanted instances, and repeats soon, since a repair may reveal another difference', () => {
    session.scheduleNow(0);
    session.next(0);
    session.digestsReceived({ SHOP: '1:b' }, 0);
    session.next(0);
    reconciled = { repaired: 0, wanted: [row('payment8001')] };
    const payment = anInstance({ app: 'SHOP' });
    session.detailsReceived(new Map([['SHOP', { listed: [row('payment8001')], left: [] }]]), 0, 100);
    const wanted = [{ app: 'SHOP', row: row('payment8001'), at: 100 }];
    expect(session.next(100)).toEqual({ kind: 'fetch', wanted });
    session.instancesReceived(wanted, [payment, anInstance({ app: 'SHOP', port: 9 })], 400);
    // Only requested instances are merged, with ages as of now.
    const older = { contentAgeMs: 1_300, statusAgeMs: 1_300, aliveAgeMs: 1_300 };
    expect(taken).toEqual([{ ...row('payment8001'), ...older }]);
    expect(session.nextDueAt).toBe(650);
  });

  it('adds the delay of a response to all ages in it', () => {
    session.scheduleNow(0);
    session.next(0);
    session.digestsReceived({ SHOP: '1:b' }, 0);
    session.next(0);
    session.detailsReceived(
      new Map([['SHOP', { listed: [row('a')], left: [{ id: 'b', lastDirtyTimestamp: 1, ageMs: 5 }] }]]),
      700,
      0,
    );
    const [[, theirs] = []] = compared;
    expect(theirs?.listed[0]?.aliveAgeMs).toBe(1_700);
    expect(theirs?.left[0]?.ageMs).toBe(705);
  });

  it('asks for at most 500 rows at once, and fetches 250 instances', () => {
    const digests = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`APP-${index}`, '150:x']));
    session.scheduleNow(0);
    session.next(0);
    session.digestsReceived(digests, 0);
    const asked: number[] = [];
    reconciled = { repaired: 0, wanted: Array.from({ length: 100 }, (_, index) => row(`web-${index}`)) };
    for (let question = session.next(0); question?.kind === 'detail'; question = session.next(0)) {
      asked.push(question.apps.length);
      session.detailsReceived(new Map(question.apps.map((app) => [app, nothing])), 0, 0);
      if (asked.length === 3) break;
    }
    expect(asked).toEqual([3, 3, 1]);
    const fetched: number[] = [];
    for (let question = session.next(0); question?.kind === 'fetch'; question = session.next(0)) {
      fetched.push(question.wanted.length);
      session.instancesReceived(question.wanted, [], 0);
    }
    expect(fetched).toEqual([250, 250, 200]);
  });

  it('asks for a larger application in a request of its own', () => {
    session.scheduleNow(0);
    session.next(0);
    session.digestsReceived({ SMALL: '1:x', HUGE: '9000:x', TINY: '1:x', ODD: 'nonsense' }, 0);
    expect(session.next(0)).toEqual({ kind: 'detail', apps: ['SMALL'] });
    session.detailsReceived(new Map(), 0, 0);
    expect(session.next(0)).toEqual({ kind: 'detail', apps: ['HUGE'] });
  });

  it('doubles its interval up to 30 s while it repairs nothing', () => {
    session.scheduleNow(0);
    const intervals: number[] = [];
    let now = 0;
    for (let rounds = 0; rounds < 6; rounds++) {
      session.next(now);
      session.digestsReceived({ SHOP: '1:b' }, now);
      session.next(now);
      session.detailsReceived(new Map([['SHOP', nothing]]), 0, now);
      intervals.push((session.nextDueAt ?? 0) - now);
      now = session.nextDueAt ?? 0;
    }
    expect(intervals).toEqual([6_000, 12_000, 24_000, 30_000, 30_000, 30_000]);
    session.next(now);
    session.digestsReceived(undefined, now);
    expect((session.nextDueAt ?? 0) - now).toBe(3_000);
  });

  it('stops with the peer, and starts over after a failure', () => {
    session.scheduleNow(0);
    session.next(0);
    session.digestsReceived({ SHOP: '1:b' }, 0);
    session.next(0);
    session.failed(100);
    expect([session.nextDueAt, session.next(3_100)]).toEqual([3_100, { kind: 'compare', digest: 'ours' }]);
    session.suspend();
    session.digestsReceived(undefined, 4_000);
    session.suspend();
    expect(session.nextDueAt).toBeUndefined();
  });
});
