import type { NodeHeaders, ReplicationResponse } from '@eureka-nest/protocol';
import { PeerLink } from '../../src/peers/peer-link.js';
import {
  change,
  heartbeat,
  idsOf,
  java,
  Linked,
  linkOptions,
  ours,
  payment,
  url,
  us,
} from '../builders/linked.js';

describe('the link to a peer', () => {
  let stage: Linked;
  beforeEach(() => (stage = new Linked()));

  it.each(['Register', 'Cancel'] as const)('tells a %s by itself in a batch of one', (action) => {
    stage.meet(java);
    stage.link.enqueue(change('a', action), 0);
    expect(stage.ask('batch', 10).items).toMatchObject([{ action, id: 'a', appName: payment.app }]);
  });

  it.each(['StatusUpdate', 'DeleteStatusOverride'] as const)(
    'tells a %s by itself in a batch of one',
    (action) => {
      stage.meet(java);
      stage.link.enqueue({ action, instance: payment, status: 'DOWN' }, 0);
      expect(stage.ask('batch', 10).items).toMatchObject([{ action, id: 'payment8001', status: 'DOWN' }]);
    },
  );

  describe('before it knows whether the peer is there', () => {
    it('waits for its registry', () => {
      const early = new PeerLink(url, us, linkOptions, { log: jest.fn(), warn: jest.fn(), debug: jest.fn() });
      early.enqueue(change('a'), 0);
      expect([early.next(9e9), early.nextAt, early.waiting]).toEqual([undefined, undefined, 1]);
    });

    it('asks with an empty batch, which costs neither side much and which Java understands', () => {
      stage.link.enqueue(change('a'), 0);
      expect(stage.link.state(0)).toEqual({ is: 'unknown' });
      expect(stage.ask('batch', 0)).toEqual({ kind: 'batch', items: [], tasks: [] });
      expect([stage.link.next(9e9), stage.link.nextAt]).toEqual([undefined, undefined]);
    });

    it('then tells what waited', () => {
      stage.link.enqueue(change('a'), 0);
      stage.meet(java);
      expect(idsOf(stage.ask('batch', 10))).toEqual(['a']);
      expect(stage.told).toEqual([`peer ${url} is up`]);
    });
  });

  it('asks one that is silent again every two seconds since its last answer', () => {
    stage.meet(java);
    expect([stage.link.next(1_999), stage.link.nextAt]).toEqual([undefined, 2_000]);
    expect(stage.ask('batch', 2_000).items).toEqual([]);
  });

  it('has one batch under way at most, and tells the rest in order after it', () => {
    stage.meet(java);
    stage.link.enqueue(change('a'), 0);
    const first = stage.ask('batch', 10);
    stage.link.enqueue(change('a', 'Cancel'), 10);
    expect(stage.link.next(1_000)).toBeUndefined();
    stage.answer(first, java, 1_000);
    expect(stage.ask('batch', 1_000).items).toMatchObject([{ id: 'a', action: 'Cancel' }]);
  });

  describe('of which version of the protocol the peer is', () => {
    it('is seen by what it says of itself: ours are told how old each change is', () => {
      stage.meet(ours);
      stage.link.enqueue({ ...change('a'), at: 100 }, 400);
      expect(stage.ask('batch', 410).items).toMatchObject([{ id: 'a', ageMs: 310 }]);
    });

    it('Java’s are not: they would refuse the batch', () => {
      stage.meet(java);
      stage.link.enqueue(change('a'), 0);
      expect(stage.ask('batch', 10).items[0]).not.toHaveProperty('ageMs');
    });

    it('Java’s are not compared with, ours at once and then every few seconds', () => {
      stage.answer(stage.ask('batch', 0), java, 0);
      expect(stage.link.next(1)).toBeUndefined();
      stage = new Linked();
      stage.answer(stage.ask('batch', 0), ours, 0);
      const comparison = stage.ask('compare', 0);
      stage.link.answered(comparison, undefined, ours, 0);
      stage.answer(stage.ask('batch', 2_000), ours, 2_000);
      expect(stage.ask('compare', 3_000)).toEqual({ kind: 'compare', digest: '1:a' });
    });
  });

  describe('to one that is away', () => {
    it('keeps the changes, asks in vain ever less often, and tells that once', () => {
      stage.meet(java);
      stage.link.enqueue(change('a'), 0);
      let now = 10;
      const pauses: number[] = [];
      for (let tries = 0; tries < 6; tries++) {
        stage.link.failed(stage.ask('batch', now), 'transient', 'ECONNREFUSED', now);
        pauses.push((stage.link.nextAt ?? 0) - now);
        now = stage.link.nextAt ?? 0;
      }
      expect(pauses).toEqual([100, 200, 400, 800, 1_000, 1_000]);
      expect(stage.link.state(now)).toEqual({
        is: 'unreachable',
        since: 10,
        reason: 'ECONNREFUSED',
        changes: 1,
      });
      stage.answer(stage.ask('batch', now), java, now);
      expect(idsOf(stage.ask('batch', now))).toEqual(['a']);
      expect(stage.told).toEqual([
        `peer ${url} is up`,
        `warn peer ${url} went away: retrying (ECONNREFUSED)`,
        `peer ${url} is up`,
      ]);
    });

    it('has only so many changes waiting, the latest', () => {
      for (let index = 0; index < 5_000; index++) stage.link.enqueue(change(`web-${index}`), 0);
      expect(stage.link.waiting).toBe(10);
      stage.answer(stage.ask('batch', 0), java, 0);
      expect(idsOf(stage.ask('batch', 0))[0]).toBe('web-4990');
    });

    it('compares nothing until it is back, and then at once', () => {
      stage.meet(ours);
      stage.link.failed(stage.ask('batch', 2_000), 'transient', 'ECONNRESET', 2_000);
      expect(stage.link.nextAt).toBe(2_100);
      stage.answer(stage.ask('batch', 2_100), ours, 2_100);
      expect(stage.ask('compare', 2_100)).toBeDefined();
    });
  });

  it.each([
    ['transient', ['a']],
    ['congestion', ['a']],
    ['permanent', []],
  ] as const)('after a %s failure tells these again: %p', (failure, again) => {
    stage.meet(java);
    stage.link.enqueue(change('a'), 0);
    stage.link.failed(stage.ask('batch', 10), failure, 'why', 10);
    stage.answer(stage.ask('batch', 2_000), java, 2_000);
    expect(idsOf(stage.ask('batch', 4_000))).toEqual(again);
  });

  describe('whose batch is too large', () => {
    it('halves it, sends all of it, and grows again', () => {
      stage.meet(java);
      for (const id of ['a', 'b', 'c', 'd', 'e']) stage.link.enqueue(change(id), 0);
      stage.link.failed(stage.ask('batch', 10), 'too-large', '413', 10);
      const half = stage.ask('batch', 10);
      expect(idsOf(half)).toEqual(['a', 'b', 'c']);
      stage.link.failed(half, 'too-large', '413', 10);
      const quarter = stage.ask('batch', 10);
      expect(idsOf(quarter)).toEqual(['a', 'b']);
      stage.answer(quarter, java, 10);
      expect(idsOf(stage.ask('batch', 10))).toEqual(['c', 'd', 'e']);
    });

    it('gives up one that is too large by itself, and tells whose that was', () => {
      stage.meet(java);
      stage.link.enqueue(change('a'), 0);
      stage.link.enqueue(change('b'), 0);
      stage.link.failed(stage.ask('batch', 10), 'too-large', '413', 10);
      stage.link.failed(stage.ask('batch', 10), 'too-large', '413', 10);
      expect(idsOf(stage.ask('batch', 10))).toEqual(['b']);
      expect(stage.told).toContain(`warn peer ${url} finds this too large: Register#CLOUD-PAYMENT-SERVICE/a`);
    });
  });

  describe('where the peer answers a heartbeat', () => {
    const beat = (from: NodeHeaders, status: number, more: Partial<ReplicationResponse> = {}) => {
      stage.meet(from);
      stage.link.enqueue(heartbeat, 0);
      stage.answer(stage.ask('batch', 500), from, 500, { statusCode: status, ...more });
    };

    it('404, sends it the instance whole, as old as it is', () => {
      beat(ours, 404);
      expect(stage.ask('batch', 510).items).toMatchObject([
        { action: 'Register', instanceInfo: payment, ageMs: 440 },
      ]);
    });

    it('409 with a newer version, takes that over where it is Java’s', () => {
      beat(java, 409, { instance: payment });
      expect(stage.adopted).toEqual([payment]);
    });

    it('409, compares with ours instead, which tells how old everything is', () => {
      beat(ours, 409, { instance: payment });
      expect([stage.adopted, stage.link.next(500)?.kind]).toEqual([[], 'compare']);
    });

    it('409, takes nothing over where that is turned off', () => {
      stage = new Linked({ syncWhenTimestampDiffers: false });
      beat(java, 409, { instance: payment });
      expect(stage.adopted).toEqual([]);
    });

    it('500, says so to who wants to know', () => {
      beat(java, 500);
      expect(stage.told.at(-1)).toBe(
        `debug peer ${url} answered 500 to the Heartbeat of CLOUD-PAYMENT-SERVICE/payment8001`,
      );
    });
  });

  it('is behind when a change waits for longer than two seconds', () => {
    stage.meet(java);
    stage.link.enqueue(change('a'), 1_000);
    expect(stage.link.state(3_000)).toEqual({ is: 'in-step' });
    expect(stage.link.state(3_001)).toEqual({ is: 'behind', changes: 1, forMs: 2_001 });
  });

  it('tells once that the peer cannot be compared with, until it can', () => {
    stage.meet(ours);
    const fail = (now: number) =>
      stage.link.failed(stage.ask('compare', now), 'permanent', 'it answered 500', now);
    const probe = (now: number) => stage.answer(stage.ask('batch', now), ours, now);
    for (const now of [3_000, 6_000]) {
      probe(now);
      fail(now);
    }
    probe(9_000);
    stage.link.answered(stage.ask('compare', 9_000), undefined, ours, 9_000);
    probe(12_000);
    fail(12_000);
    const line = `warn peer ${url} cannot be compared with: retrying (it answered 500)`;
    expect(stage.told.slice(1)).toEqual([line, line]);
    expect(stage.link.state(12_000)).toEqual({ is: 'in-step' });
  });

  it('at the end hands over what still waits, due or not; nothing where the peer is away', () => {
    stage.meet(java);
    stage.link.enqueue(heartbeat, 0);
    expect(stage.link.last(0)?.items).toMatchObject([{ action: 'Heartbeat' }]);
    expect(stage.link.last(0)).toBeUndefined();
    stage.link.enqueue(heartbeat, 0);
    stage.link.unreachable('transient', 'ECONNREFUSED', 0);
    expect(stage.link.last(0)).toBeUndefined();
  });
});
