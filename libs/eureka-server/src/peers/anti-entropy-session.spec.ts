import type { AppDetail, ListedRow } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { AntiEntropySession } from './anti-entropy-session.js';
import type { OwnRegistry } from './own-registry.js';

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

describe('a comparison with a peer', () => {
  let compared: [app: string, theirs: AppDetail][];
  let taken: ListedRow[];
  let ours: Record<string, string>;
  let verdict: ReturnType<OwnRegistry['compare']>;
  let comparing: AntiEntropySession;

  beforeEach(() => {
    compared = [];
    taken = [];
    ours = {};
    verdict = { repaired: 0, wanted: [] };
    comparing = new AntiEntropySession(3_000);
    comparing.start({
      peek: () => undefined,
      adopt: () => undefined,
      digest: () => 'ours',
      appDigests: () => ours,
      compare: (app, theirs) => (compared.push([app, theirs]), verdict),
      take: (_instance, taking) => taken.push(taking) > 0,
    });
  });

  it('is not made before there is reason to', () => {
    expect([comparing.next(9e9), comparing.nextAt]).toEqual([undefined, undefined]);
  });

  it('is never made where that is turned off', () => {
    const off = new AntiEntropySession(0);
    off.scheduleNow(0);
    off.failed(0);
    expect([off.isOn, off.next(9e9), off.nextAt]).toEqual([false, undefined, undefined]);
  });

  it('asks with one digest, every few seconds, and one question at a time', () => {
    comparing.scheduleNow(0);
    expect(comparing.next(0)).toEqual({ kind: 'compare', digest: 'ours' });
    expect([comparing.next(0), comparing.nextAt]).toEqual([undefined, undefined]);
    comparing.compared(undefined, 10);
    expect([comparing.nextAt, comparing.next(3_009)]).toEqual([3_010, undefined]);
    expect(comparing.next(3_010)).toEqual({ kind: 'compare', digest: 'ours' });
  });

  it('asks for the applications that differ, and those that only one side has', () => {
    ours = { SAME: '1:a', OTHER: '1:a', OURS: '1:a', __proto__x: '1:a' };
    comparing.scheduleNow(0);
    comparing.next(0);
    comparing.compared({ SAME: '1:a', OTHER: '1:b', THEIRS: '1:a' }, 0);
    expect(comparing.next(0)).toEqual({ kind: 'detail', apps: ['OTHER', 'OURS', '__proto__x', 'THEIRS'] });
  });

  it('fetches what is wanted, and looks again soon, since one repair may show another', () => {
    comparing.scheduleNow(0);
    comparing.next(0);
    comparing.compared({ SHOP: '1:b' }, 0);
    comparing.next(0);
    verdict = { repaired: 0, wanted: [row('payment8001')] };
    const payment = anInstance({ app: 'SHOP' });
    comparing.detailed(new Map([['SHOP', { listed: [row('payment8001')], left: [] }]]), 0, 100);
    const wanted = [{ app: 'SHOP', row: row('payment8001'), at: 100 }];
    expect(comparing.next(100)).toEqual({ kind: 'fetch', wanted });
    comparing.fetched(wanted, [payment, anInstance({ app: 'SHOP', port: 9 })], 400);
    // Only what was asked for is taken, as old as it is by now.
    const older = { contentAgeMs: 1_300, statusAgeMs: 1_300, aliveAgeMs: 1_300 };
    expect(taken).toEqual([{ ...row('payment8001'), ...older }]);
    expect(comparing.nextAt).toBe(650);
  });

  it('takes all in an answer for so much older as that was late', () => {
    comparing.scheduleNow(0);
    comparing.next(0);
    comparing.compared({ SHOP: '1:b' }, 0);
    comparing.next(0);
    comparing.detailed(
      new Map([['SHOP', { listed: [row('a')], left: [{ id: 'b', lastDirtyTimestamp: 1, ageMs: 5 }] }]]),
      700,
      0,
    );
    const [[, theirs] = []] = compared;
    expect(theirs?.listed[0]?.aliveAgeMs).toBe(1_700);
    expect(theirs?.left[0]?.ageMs).toBe(705);
  });

  it('asks for 2,000 instances at once at most, and fetches 250', () => {
    const digests = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`APP-${index}`, '600:x']));
    comparing.scheduleNow(0);
    comparing.next(0);
    comparing.compared(digests, 0);
    const asked: number[] = [];
    verdict = { repaired: 0, wanted: Array.from({ length: 100 }, (_, index) => row(`web-${index}`)) };
    for (let question = comparing.next(0); question?.kind === 'detail'; question = comparing.next(0)) {
      asked.push(question.apps.length);
      comparing.detailed(new Map(question.apps.map((app) => [app, nothing])), 0, 0);
      if (asked.length === 3) break;
    }
    expect(asked).toEqual([3, 3, 1]);
    const fetched: number[] = [];
    for (let question = comparing.next(0); question?.kind === 'fetch'; question = comparing.next(0)) {
      fetched.push(question.wanted.length);
      comparing.fetched(question.wanted, [], 0);
    }
    expect(fetched).toEqual([250, 250, 200]);
  });

  it('asks for an application by itself that is larger than that', () => {
    comparing.scheduleNow(0);
    comparing.next(0);
    comparing.compared({ SMALL: '1:x', HUGE: '9000:x', TINY: '1:x', ODD: 'nonsense' }, 0);
    expect(comparing.next(0)).toEqual({ kind: 'detail', apps: ['SMALL'] });
    comparing.detailed(new Map(), 0, 0);
    expect(comparing.next(0)).toEqual({ kind: 'detail', apps: ['HUGE'] });
  });

  it('is made ever more seldom where it repairs nothing, up to 30 s; and as often as before when it does', () => {
    comparing.scheduleNow(0);
    const intervals: number[] = [];
    let now = 0;
    for (let rounds = 0; rounds < 6; rounds++) {
      comparing.next(now);
      comparing.compared({ SHOP: '1:b' }, now);
      comparing.next(now);
      comparing.detailed(new Map([['SHOP', nothing]]), 0, now);
      intervals.push((comparing.nextAt ?? 0) - now);
      now = comparing.nextAt ?? 0;
    }
    expect(intervals).toEqual([6_000, 12_000, 24_000, 30_000, 30_000, 30_000]);
    comparing.next(now);
    comparing.compared(undefined, now);
    expect((comparing.nextAt ?? 0) - now).toBe(3_000);
  });

  it('is given up with the peer, and begun anew after a failure', () => {
    comparing.scheduleNow(0);
    comparing.next(0);
    comparing.compared({ SHOP: '1:b' }, 0);
    comparing.next(0);
    comparing.failed(100);
    expect([comparing.nextAt, comparing.next(3_100)]).toEqual([3_100, { kind: 'compare', digest: 'ours' }]);
    comparing.suspend();
    comparing.compared(undefined, 4_000);
    comparing.suspend();
    expect(comparing.nextAt).toBeUndefined();
  });
});
