import type { NodeHeaders, ReplicationResponse } from '@eureka-nest/protocol';
import type { Mutation } from '../../src/core/replication/replication-task.js';
import { PeerLink } from '../../src/peers/peer-link.js';
import {
  mutation,
  heartbeat,
  idsOf,
  java,
  LinkStage,
  linkOptions,
  ours,
  payment,
  url,
  us,
} from '../builders/linked.js';

describe('the link to a peer', () => {
  let stage: LinkStage;
  beforeEach(() => (stage = new LinkStage()));

  it.each(['Register', 'Cancel'] as const)('sends a %s in a batch of one', (action) => {
    stage.connect(java);
    stage.link.enqueue(mutation('a', action), 0);
    expect(stage.expectRequest('batch', 10).items).toMatchObject([{ action, id: 'a', appName: payment.app }]);
  });

  it.each(['StatusUpdate', 'DeleteStatusOverride'] as const)('sends a %s in a batch of one', (action) => {
    stage.connect(java);
    stage.link.enqueue({ action, instance: payment, status: 'DOWN' }, 0);
    expect(stage.expectRequest('batch', 10).items).toMatchObject([
      { action, id: 'payment8001', status: 'DOWN' },
    ]);
  });

  describe('before the first response', () => {
    it('sends nothing without the own registry', () => {
      const early = new PeerLink(url, us, linkOptions, { log: jest.fn(), warn: jest.fn(), debug: jest.fn() });
      early.enqueue(mutation('a'), 0);
      expect([early.next(9e9), early.nextDueAt, early.queueLength]).toEqual([undefined, undefined, 1]);
    });

    it('probes with an empty batch, which Java understands too', () => {
      stage.link.enqueue(mutation('a'), 0);
      expect(stage.link.state(0)).toEqual({ is: 'unknown' });
      expect(stage.expectRequest('batch', 0)).toEqual({ kind: 'batch', items: [], tasks: [] });
      expect([stage.link.next(9e9), stage.link.nextDueAt]).toEqual([undefined, undefined]);
    });

    it('sends the queue after the first response', () => {
      stage.link.enqueue(mutation('a'), 0);
      stage.connect(java);
      expect(idsOf(stage.expectRequest('batch', 10))).toEqual(['a']);
      expect(stage.logged).toEqual([`peer ${url} is up`]);
    });
  });

  it('queues no heartbeat for a peer that is gone, and what is listed in place of what was sent', () => {
    const listed = { ...payment, status: 'OUT_OF_SERVICE' as const };
    const registration: Mutation = { action: 'Register', instance: payment, listed };
    stage.link.unreachable('transient', 'ECONNREFUSED', 0);
    for (const queued of [heartbeat, registration]) stage.link.enqueue(queued, 29_999);
    expect(stage.link.queueLength).toBe(2);
    for (const queued of [heartbeat, registration]) stage.link.enqueue(queued, 30_000);
    stage.respond(stage.expectRequest('batch', 30_000), java, 30_000);
    expect(stage.expectRequest('batch', 30_500).items).toMatchObject([
      { action: 'Heartbeat' },
      { action: 'Register', instanceInfo: listed },
    ]);
    expect(stage.link.queueLength).toBe(0);
  });

  it('queues all as it was sent for a peer that is gone, if the instance renews less than every 30 s', () => {
    const leaseInfo = { ...payment.leaseInfo, renewalIntervalInSecs: 300 };
    const instance = { ...payment, leaseInfo };
    const forced = { status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' } as const;
    stage.link.unreachable('transient', 'ECONNREFUSED', 0);
    stage.link.enqueue({ action: 'Heartbeat', instance }, 30_000);
    stage.link.enqueue({ action: 'Register', instance, listed: { ...instance, ...forced } }, 30_000);
    stage.link.enqueue({ action: 'DeleteStatusOverride', instance, status: 'UP' }, 31_000);
    stage.respond(stage.expectRequest('batch', 90_000), java, 90_000);
    // The removal of the override has expired: the registration must not bring it along.
    expect(stage.expectRequest('batch', 90_500).items).toMatchObject([
      { action: 'Heartbeat' },
      { action: 'Register', instanceInfo: instance },
    ]);
  });

  it('probes an idle peer two seconds after its last response', () => {
    stage.connect(java);
    expect([stage.link.next(1_999), stage.link.nextDueAt]).toEqual([undefined, 2_000]);
    expect(stage.expectRequest('batch', 2_000).items).toEqual([]);
  });

  it('has at most one batch in flight, and sends the rest in order after it', () => {
    stage.connect(java);
    stage.link.enqueue(mutation('a'), 0);
    const first = stage.expectRequest('batch', 10);
    stage.link.enqueue(mutation('a', 'Cancel'), 10);
    expect(stage.link.next(1_000)).toBeUndefined();
    stage.respond(first, java, 1_000);
    expect(stage.expectRequest('batch', 1_000).items).toMatchObject([{ id: 'a', action: 'Cancel' }]);
  });

  describe('the kind of server at the other end', () => {
    it('is recognized by its node headers: ours receive the age of each item', () => {
      stage.connect(ours);
      stage.link.enqueue({ ...mutation('a'), at: 100 }, 400);
      expect(stage.expectRequest('batch', 410).items).toMatchObject([{ id: 'a', ageMs: 310 }]);
    });

    it('Java’s receive no ages: they would reject the batch', () => {
      stage.connect(java);
      stage.link.enqueue(mutation('a'), 0);
      expect(stage.expectRequest('batch', 10).items[0]).not.toHaveProperty('ageMs');
    });

    it('Java’s are not compared with, ours at once and then at the interval', () => {
      stage.respond(stage.expectRequest('batch', 0), java, 0);
      expect(stage.link.next(1)).toBeUndefined();
      stage = new LinkStage();
      stage.respond(stage.expectRequest('batch', 0), ours, 0);
      const comparison = stage.expectRequest('compare', 0);
      stage.link.responded(comparison, undefined, ours, 0);
      stage.respond(stage.expectRequest('batch', 2_000), ours, 2_000);
      expect(stage.expectRequest('compare', 3_000)).toEqual({ kind: 'compare', digest: '1:a' });
    });
  });

  describe('to a peer that is down', () => {
    it('keeps the queue, retries with growing pauses, and logs that once', () => {
      stage.connect(java);
      stage.link.enqueue(mutation('a'), 0);
      let now = 10;
      const pauses: number[] = [];
      for (let tries = 0; tries < 6; tries++) {
        stage.link.failed(stage.expectRequest('batch', now), 'transient', 'ECONNREFUSED', now);
        pauses.push((stage.link.nextDueAt ?? 0) - now);
        now = stage.link.nextDueAt ?? 0;
      }
      expect(pauses).toEqual([100, 200, 400, 800, 1_000, 1_000]);
      expect(stage.link.state(now)).toEqual({
        is: 'unreachable',
        since: 10,
        reason: 'ECONNREFUSED',
        changes: 1,
      });
      stage.respond(stage.expectRequest('batch', now), java, now);
      expect(idsOf(stage.expectRequest('batch', now))).toEqual(['a']);
      expect(stage.logged).toEqual([
        `peer ${url} is up`,
        `warn peer ${url} is down: retrying (ECONNREFUSED)`,
        `peer ${url} is up`,
      ]);
    });

    it('limits the queue to the latest mutations', () => {
      for (let index = 0; index < 5_000; index++) stage.link.enqueue(mutation(`web-${index}`), 0);
      expect(stage.link.queueLength).toBe(10);
      stage.respond(stage.expectRequest('batch', 0), java, 0);
      expect(idsOf(stage.expectRequest('batch', 0))[0]).toBe('web-4990');
    });

    it('compares nothing until it is up, and then at once', () => {
      stage.connect(ours);
      stage.link.failed(stage.expectRequest('batch', 2_000), 'transient', 'ECONNRESET', 2_000);
      expect(stage.link.nextDueAt).toBe(2_100);
      stage.respond(stage.expectRequest('batch', 2_100), ours, 2_100);
      expect(stage.expectRequest('compare', 2_100)).toBeDefined();
    });
  });

  it.each([
    ['transient', ['a']],
    ['congestion', ['a']],
    ['permanent', []],
  ] as const)('after a %s failure sends these again: %p', (failure, again) => {
    stage.connect(java);
    stage.link.enqueue(mutation('a'), 0);
    stage.link.failed(stage.expectRequest('batch', 10), failure, 'why', 10);
    stage.respond(stage.expectRequest('batch', 2_000), java, 2_000);
    expect(idsOf(stage.expectRequest('batch', 4_000))).toEqual(again);
  });

  describe('whose batch is too large', () => {
    it('halves it, sends all of it, and grows the limit again', () => {
      stage.connect(java);
      for (const id of ['a', 'b', 'c', 'd', 'e']) stage.link.enqueue(mutation(id), 0);
      stage.link.failed(stage.expectRequest('batch', 10), 'too-large', '413', 10);
      const half = stage.expectRequest('batch', 10);
      expect(idsOf(half)).toEqual(['a', 'b', 'c']);
      stage.link.failed(half, 'too-large', '413', 10);
      const quarter = stage.expectRequest('batch', 10);
      expect(idsOf(quarter)).toEqual(['a', 'b']);
      stage.respond(quarter, java, 10);
      expect(idsOf(stage.expectRequest('batch', 10))).toEqual(['c', 'd', 'e']);
    });

    it('drops and logs a single item that is too large', () => {
      stage.connect(java);
      stage.link.enqueue(mutation('a'), 0);
      stage.link.enqueue(mutation('b'), 0);
      stage.link.failed(stage.expectRequest('batch', 10), 'too-large', '413', 10);
      stage.link.failed(stage.expectRequest('batch', 10), 'too-large', '413', 10);
      expect(idsOf(stage.expectRequest('batch', 10))).toEqual(['b']);
      expect(stage.logged).toContain(
        `warn peer ${url} rejected Register#CLOUD-PAYMENT-SERVICE/a as too large: dropped`,
      );
    });
  });

  describe('whose peer responds to a heartbeat with', () => {
    const beat = (from: NodeHeaders, status: number, more: Partial<ReplicationResponse> = {}) => {
      stage.connect(from);
      stage.link.enqueue(heartbeat, 0);
      stage.respond(stage.expectRequest('batch', 500), from, 500, { statusCode: status, ...more });
    };

    it('404: replicates the full instance with its age', () => {
      beat(ours, 404);
      expect(stage.expectRequest('batch', 510).items).toMatchObject([
        { action: 'Register', instanceInfo: payment, ageMs: 440 },
      ]);
    });

    it('409 and a newer version: accepts that from Java', () => {
      beat(java, 409, { instance: payment });
      expect(stage.accepted).toEqual([payment]);
    });

    it('409: compares with ours instead, which has ages', () => {
      beat(ours, 409, { instance: payment });
      expect([stage.accepted, stage.link.next(500)?.kind]).toEqual([[], 'compare']);
    });

    it('409: accepts nothing where that is disabled', () => {
      stage = new LinkStage({ syncWhenTimestampDiffers: false });
      beat(java, 409, { instance: payment });
      expect(stage.accepted).toEqual([]);
    });

    it('500: logs it at debug level', () => {
      beat(java, 500);
      expect(stage.logged.at(-1)).toBe(
        `debug peer ${url} responded 500 to the Heartbeat of CLOUD-PAYMENT-SERVICE/payment8001`,
      );
    });
  });

  it('is behind when a mutation waits for more than two seconds', () => {
    stage.connect(java);
    stage.link.enqueue(mutation('a'), 1_000);
    expect(stage.link.state(3_000)).toEqual({ is: 'in-step' });
    expect(stage.link.state(3_001)).toEqual({ is: 'behind', changes: 1, forMs: 2_001 });
  });

  it('logs a failed comparison once until it succeeds', () => {
    stage.connect(ours);
    const fail = (now: number) =>
      stage.link.failed(stage.expectRequest('compare', now), 'permanent', 'it answered 500', now);
    const probe = (now: number) => stage.respond(stage.expectRequest('batch', now), ours, now);
    for (const now of [3_000, 6_000]) {
      probe(now);
      fail(now);
    }
    probe(9_000);
    stage.link.responded(stage.expectRequest('compare', 9_000), undefined, ours, 9_000);
    probe(12_000);
    fail(12_000);
    const line = `warn peer ${url}: comparison failed, retrying (it answered 500)`;
    expect(stage.logged.slice(1)).toEqual([line, line]);
    expect(stage.link.state(12_000)).toEqual({ is: 'in-step' });
  });

  it('hands over the queue at shutdown, due or not; nothing if the peer is down', () => {
    stage.connect(java);
    stage.link.enqueue(heartbeat, 0);
    expect(stage.link.finalBatch(0)?.items).toMatchObject([{ action: 'Heartbeat' }]);
    expect(stage.link.finalBatch(0)).toBeUndefined();
    stage.link.enqueue(heartbeat, 0);
    stage.link.unreachable('transient', 'ECONNREFUSED', 0);
    expect(stage.link.finalBatch(0)).toBeUndefined();
  });
});
