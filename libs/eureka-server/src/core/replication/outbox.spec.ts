import type { ReplicationAction } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { Outbox } from './outbox.js';
import type { ReplicationTask } from './replication-task.js';

const aTask = (
  id: string,
  expiresAt = 1_000_000,
  action: ReplicationAction = 'Heartbeat',
): ReplicationTask => ({
  id,
  item: { appName: 'SHOP', id, action },
  at: 0,
  expiresAt,
});

const idsOf = (batch: readonly ReplicationTask[] | undefined) => batch?.map(({ id }) => id);

describe('an outbox', () => {
  it('has nothing to send at first', () => {
    const outbox = new Outbox();
    expect(outbox.size).toBe(0);
    expect(outbox.nextDueAt).toBeUndefined();
    expect(outbox.takeBatch(1_000_000)).toBeUndefined();
  });

  it('waits half a second for others to share the request, then sends all in order', () => {
    const outbox = new Outbox();
    expect(outbox.offer(aTask('a'), 1000)).toBe('queued');
    outbox.offer(aTask('b'), 1499);
    expect(outbox.nextDueAt).toBe(1500);
    expect(outbox.takeBatch(1499)).toBeUndefined();
    expect(idsOf(outbox.takeBatch(1500))).toEqual(['a', 'b']);
    expect(outbox.size).toBe(0);
    expect(outbox.nextDueAt).toBeUndefined();
  });

  it('discards what waits about an instance at its cancel, and sends later changes after it', () => {
    const outbox = new Outbox();
    const task = (action: ReplicationAction, id = 'web-1'): ReplicationTask => ({
      ...aTask(id, 1_000_000, action),
      id: `${action}#SHOP/${id}`,
    });
    outbox.offer(task('Register'), 0);
    outbox.offer(task('Register', 'web-2'), 0);
    outbox.offer(task('Cancel'), 1);
    outbox.offer(task('Register'), 2);
    expect(idsOf(outbox.takeBatch(1000))).toEqual([
      'Register#SHOP/web-2',
      'Cancel#SHOP/web-1',
      'Register#SHOP/web-1',
    ]);
  });

  it('sends at most 250 at once, and the rest right after', () => {
    const outbox = new Outbox();
    for (let index = 0; index < 600; index++) outbox.offer(aTask(`t${index}`), 0);
    expect(
      [outbox.takeBatch(500), outbox.takeBatch(500), outbox.takeBatch(500)].map((batch) => batch?.length),
    ).toEqual([250, 250, 100]);
    expect(outbox.takeBatch(500)).toBeUndefined();
  });

  it('replaces a task by a newer one of its id', () => {
    const outbox = new Outbox();
    outbox.offer(aTask('a'), 0);
    outbox.offer(aTask('b'), 0);
    const newer = aTask('a', 1_000_000, 'Register');
    expect(outbox.offer(newer, 100)).toBe('replaced-older');
    expect(outbox.size).toBe(2);
    const batch = outbox.takeBatch(500);
    expect(idsOf(batch)).toEqual(['a', 'b']);
    expect(batch?.[0]).toBe(newer);
  });

  it('does not delay a task that is replaced again and again, unlike Java', () => {
    const outbox = new Outbox();
    for (let now = 0; now <= 400; now += 100) outbox.offer(aTask('a'), now);
    expect(outbox.nextDueAt).toBe(500);
  });

  it('omits expired tasks, which take no room in the batch', () => {
    const outbox = new Outbox({ batchSize: 2 });
    outbox.offer(aTask('old', 500), 0);
    outbox.offer(aTask('a', 501), 0);
    outbox.offer(aTask('b'), 0);
    expect(idsOf(outbox.takeBatch(500))).toEqual(['a', 'b']);
  });

  it('sends nothing rather than an empty batch', () => {
    const outbox = new Outbox();
    outbox.offer(aTask('old', 500), 0);
    expect(outbox.takeBatch(500)).toBeUndefined();
    expect(outbox.size).toBe(0);
  });

  describe('that is full', () => {
    it('drops the oldest for a new one', () => {
      const outbox = new Outbox({ capacity: 2 });
      outbox.offer(aTask('a'), 0);
      outbox.offer(aTask('b'), 0);
      expect(outbox.offer(aTask('c'), 0)).toBe('dropped-oldest');
      expect(outbox.size).toBe(2);
      expect(idsOf(outbox.takeBatch(500))).toEqual(['b', 'c']);
    });

    it('drops nothing for a replacement, unlike Java', () => {
      const outbox = new Outbox({ capacity: 2 });
      outbox.offer(aTask('a'), 0);
      outbox.offer(aTask('b'), 0);
      expect(outbox.offer(aTask('b'), 0)).toBe('replaced-older');
      expect(idsOf(outbox.takeBatch(500))).toEqual(['a', 'b']);
    });

    it('does not wait', () => {
      const outbox = new Outbox({ capacity: 2 });
      outbox.offer(aTask('a'), 1000);
      expect(outbox.takeBatch(1000)).toBeUndefined();
      outbox.offer(aTask('b'), 1000);
      expect(outbox.nextDueAt).toBeLessThanOrEqual(1000);
      expect(idsOf(outbox.takeBatch(1000))).toEqual(['a', 'b']);
    });

    it('holds 10000 by default', () => {
      const outbox = new Outbox();
      for (let index = 0; index <= 10_000; index++) outbox.offer(aTask(`t${index}`), 0);
      expect(outbox.size).toBe(10_000);
      expect(outbox.takeBatch(0)?.[0]?.id).toBe('t1');
    });
  });

  describe('with a change', () => {
    const change = (id: string) => aTask(id, 1_000_000, 'Register');

    it('waits 10 ms for others, while a renewal waits half a second', () => {
      const outbox = new Outbox();
      outbox.offer(change('a'), 1000);
      expect(outbox.nextDueAt).toBe(1010);
      expect(outbox.takeBatch(1009)).toBeUndefined();
      expect(idsOf(outbox.takeBatch(1010))).toEqual(['a']);
    });

    it.each(['Register', 'Cancel', 'StatusUpdate', 'DeleteStatusOverride'] as const)(
      'sends a %s, and the renewals before it along with it, in their order',
      (action) => {
        const outbox = new Outbox();
        outbox.offer(aTask('renewal'), 1000);
        outbox.offer(aTask('a', 1_000_000, action), 1100);
        expect(idsOf(outbox.takeBatch(1110))).toEqual(['renewal', 'a']);
      },
    );

    it('is not entry up by a renewal that comes after it', () => {
      const outbox = new Outbox();
      outbox.offer(change('a'), 1000);
      outbox.offer(aTask('renewal'), 1001);
      expect(outbox.nextDueAt).toBe(1010);
    });

    it('waits for the configured time: 500 ms, as in Java', () => {
      const outbox = new Outbox({ maxChangeDelayMs: 500 });
      outbox.offer(change('a'), 1000);
      expect(outbox.nextDueAt).toBe(1500);
    });
  });

  it('takes a smaller batch for a peer that rejected a usual one', () => {
    const outbox = new Outbox();
    for (const id of ['a', 'b', 'c']) outbox.offer(aTask(id), 0);
    expect(idsOf(outbox.takeBatch(500, 2))).toEqual(['a', 'b']);
    expect(idsOf(outbox.takeBatch(500, 2))).toEqual(['c']);
  });

  it('knows since when its first task waits', () => {
    const outbox = new Outbox();
    expect(outbox.waitingSince).toBeUndefined();
    outbox.offer(aTask('a'), 1000);
    outbox.offer(aTask('b'), 1200);
    expect(outbox.waitingSince).toBe(1000);
  });

  it('can be cleared', () => {
    const outbox = new Outbox();
    outbox.offer(aTask('a'), 0);
    outbox.clear();
    expect([outbox.size, outbox.nextDueAt, outbox.takeBatch(10_000)]).toEqual([0, undefined, undefined]);
    outbox.offer(aTask('b'), 20_000);
    expect(outbox.nextDueAt).toBe(20_500);
  });

  describe('with a requeued batch', () => {
    it('sends it first, as soon as it may', () => {
      const outbox = new Outbox();
      for (const id of ['a', 'b']) outbox.offer(aTask(id), 0);
      const batch = outbox.takeBatch(500) ?? [];
      outbox.offer(aTask('c'), 500);
      outbox.requeue(batch, 600);
      expect(outbox.nextDueAt).toBe(600);
      expect(idsOf(outbox.takeBatch(600))).toEqual(['a', 'b', 'c']);
    });

    it('still knows since when its first task waits', () => {
      const outbox = new Outbox();
      outbox.offer({ ...aTask('a'), at: 100 }, 100);
      outbox.requeue(outbox.takeBatch(600) ?? [], 700);
      expect(outbox.waitingSince).toBe(100);
    });

    it('omits tasks that were replaced or have expired', () => {
      const outbox = new Outbox();
      for (const task of [aTask('overtaken'), aTask('expired', 700), aTask('a')]) outbox.offer(task, 0);
      const batch = outbox.takeBatch(500) ?? [];
      const newer = aTask('overtaken');
      outbox.offer(newer, 600);
      outbox.requeue(batch, 700);
      const again = outbox.takeBatch(700);
      expect(idsOf(again)).toEqual(['a', 'overtaken']);
      expect(again?.[1]).toBe(newer);
    });

    it('drops the oldest of the batch if there is no room for all', () => {
      const outbox = new Outbox({ capacity: 3 });
      for (const id of ['a', 'b', 'c']) outbox.offer(aTask(id), 0);
      const batch = outbox.takeBatch(0) ?? [];
      outbox.offer(aTask('d'), 0);
      outbox.requeue(batch, 0);
      expect(idsOf(outbox.takeBatch(0))).toEqual(['b', 'c', 'd']);

      for (const id of ['e', 'f', 'g']) outbox.offer(aTask(id), 100);
      outbox.requeue(batch, 100);
      expect(idsOf(outbox.takeBatch(100))).toEqual(['e', 'f', 'g']);
    });

    it('retries a task only until it expires', () => {
      const outbox = new Outbox();
      outbox.offer(aTask('a', 30_000), 0);
      let attempts = 0;
      for (let now = 0; now < 60_000; now += 1_000) {
        const batch = outbox.takeBatch(now);
        if (!batch) continue;
        attempts += 1;
        outbox.requeue(batch, now);
      }
      expect(attempts).toBe(29);
      expect(outbox.size).toBe(0);
    });
  });
});

describe('an outbox of large registrations', () => {
  const large = (id: string, size = 1_000): ReplicationTask => ({
    ...aTask(id, 1_000_000, 'Register'),
    item: {
      appName: 'SHOP',
      id,
      action: 'Register',
      instanceInfo: anInstance({ metadata: { value: 'x'.repeat(size) } }),
    },
  });

  it('drops the oldest beyond its size, and is due at once', () => {
    const outbox = new Outbox({ maxSize: 3_000 });
    const outcomes = ['a', 'b', 'c'].map((id) => outbox.offer(large(id), 0));
    expect(outcomes).toEqual(['queued', 'queued', 'dropped-oldest']);
    expect(idsOf(outbox.takeBatch(10))).toEqual(['b', 'c']);
  });

  it('sends one that is larger than all its room', () => {
    const outbox = new Outbox({ maxSize: 3_000 });
    outbox.offer(large('a', 9_000), 0);
    const batch = outbox.takeBatch(10) ?? [];
    expect(idsOf(batch)).toEqual(['a']);
    outbox.requeue(batch, 10);
    expect(idsOf(outbox.takeBatch(10))).toEqual(['a']);
  });

  it('takes back as many of the latest as it has room for', () => {
    const outbox = new Outbox({ maxSize: 3_000 });
    outbox.offer(large('d'), 0);
    outbox.requeue([large('a'), large('b'), large('c', 900)], 0);
    expect(idsOf(outbox.takeBatch(0))).toEqual(['c', 'd']);
  });
});
