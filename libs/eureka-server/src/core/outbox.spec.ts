import type { ReplicationAction } from '@eureka-nest/protocol';
import { Outbox } from './outbox.js';
import type { ReplicationTask } from './replication-task.js';

const aTask = (
  id: string,
  expiresAt = 1_000_000,
  action: ReplicationAction = 'Heartbeat',
): ReplicationTask => ({
  id,
  item: { appName: 'SHOP', id, action },
  expiresAt,
});

const idsOf = (batch: readonly ReplicationTask[] | undefined) => batch?.map(({ id }) => id);

describe('an outbox', () => {
  it('has nothing to send at first', () => {
    const outbox = new Outbox();
    expect(outbox.size).toBe(0);
    expect(outbox.nextDueAt).toBeUndefined();
    expect(outbox.take(1_000_000)).toBeUndefined();
  });

  it('waits half a second for others to share the request, then sends all in order', () => {
    const outbox = new Outbox();
    expect(outbox.offer(aTask('a'), 1000)).toBe('queued');
    outbox.offer(aTask('b'), 1499);
    expect(outbox.nextDueAt).toBe(1500);
    expect(outbox.take(1499)).toBeUndefined();
    expect(idsOf(outbox.take(1500))).toEqual(['a', 'b']);
    expect(outbox.size).toBe(0);
    expect(outbox.nextDueAt).toBeUndefined();
  });

  it('sends at most 250 at once, and the rest directly after', () => {
    const outbox = new Outbox();
    for (let index = 0; index < 600; index++) outbox.offer(aTask(`t${index}`), 0);
    expect([outbox.take(500), outbox.take(500), outbox.take(500)].map((batch) => batch?.length)).toEqual([
      250, 250, 100,
    ]);
    expect(outbox.take(500)).toBeUndefined();
  });

  it('lets the newest of an id take the place of the older one', () => {
    const outbox = new Outbox();
    outbox.offer(aTask('a'), 0);
    outbox.offer(aTask('b'), 0);
    const newer = aTask('a', 1_000_000, 'Register');
    expect(outbox.offer(newer, 100)).toBe('replaced-older');
    expect(outbox.size).toBe(2);
    const batch = outbox.take(500);
    expect(idsOf(batch)).toEqual(['a', 'b']);
    expect(batch?.[0]).toBe(newer);
  });

  it('does not keep a task back that is replaced again and again, unlike Java', () => {
    const outbox = new Outbox();
    for (let now = 0; now <= 400; now += 100) outbox.offer(aTask('a'), now);
    expect(outbox.nextDueAt).toBe(500);
  });

  it('leaves out what has expired, which takes no room in the batch', () => {
    const outbox = new Outbox({ batchSize: 2 });
    outbox.offer(aTask('old', 500), 0);
    outbox.offer(aTask('a', 501), 0);
    outbox.offer(aTask('b'), 0);
    expect(idsOf(outbox.take(500))).toEqual(['a', 'b']);
  });

  it('sends nothing rather than an empty batch', () => {
    const outbox = new Outbox();
    outbox.offer(aTask('old', 500), 0);
    expect(outbox.take(500)).toBeUndefined();
    expect(outbox.size).toBe(0);
  });

  describe('that is full', () => {
    it('drops the oldest for a new one', () => {
      const outbox = new Outbox({ capacity: 2 });
      outbox.offer(aTask('a'), 0);
      outbox.offer(aTask('b'), 0);
      expect(outbox.offer(aTask('c'), 0)).toBe('dropped-oldest');
      expect(outbox.size).toBe(2);
      expect(idsOf(outbox.take(500))).toEqual(['b', 'c']);
    });

    it('drops nothing for a replacement, unlike Java', () => {
      const outbox = new Outbox({ capacity: 2 });
      outbox.offer(aTask('a'), 0);
      outbox.offer(aTask('b'), 0);
      expect(outbox.offer(aTask('b'), 0)).toBe('replaced-older');
      expect(idsOf(outbox.take(500))).toEqual(['a', 'b']);
    });

    it('does not wait', () => {
      const outbox = new Outbox({ capacity: 2 });
      outbox.offer(aTask('a'), 1000);
      expect(outbox.take(1000)).toBeUndefined();
      outbox.offer(aTask('b'), 1000);
      expect(outbox.nextDueAt).toBeLessThanOrEqual(1000);
      expect(idsOf(outbox.take(1000))).toEqual(['a', 'b']);
    });

    it('holds 10000 by default', () => {
      const outbox = new Outbox();
      for (let index = 0; index <= 10_000; index++) outbox.offer(aTask(`t${index}`), 0);
      expect(outbox.size).toBe(10_000);
      expect(outbox.take(0)?.[0]?.id).toBe('t1');
    });
  });

  describe('whose batch did not get through', () => {
    it.each([
      { outcome: 'congestion', pauseMs: 1000 },
      { outcome: 'transient', pauseMs: 100 },
    ] as const)('for $outcome tries it again after $pauseMs ms', ({ outcome, pauseMs }) => {
      const outbox = new Outbox();
      outbox.offer(aTask('a'), 0);
      outbox.offer(aTask('b'), 0);
      const batch = outbox.take(500) ?? [];
      outbox.offer(aTask('c'), 500);
      outbox.settle(batch, outcome, 600);
      expect(outbox.nextDueAt).toBe(600 + pauseMs);
      expect(outbox.take(599 + pauseMs)).toBeUndefined();
      expect(idsOf(outbox.take(600 + pauseMs))).toEqual(['a', 'b', 'c']);
    });

    it.each(['success', 'permanent'] as const)(
      'or did, or never will (%s), forgets it and goes on at once',
      (outcome) => {
        const outbox = new Outbox();
        outbox.offer(aTask('a'), 0);
        const batch = outbox.take(500) ?? [];
        outbox.offer(aTask('b'), 0);
        outbox.settle(batch, outcome, 600);
        expect(idsOf(outbox.take(600))).toEqual(['b']);
      },
    );

    it('leaves out what was overtaken by something newer, and what has expired', () => {
      const outbox = new Outbox();
      for (const task of [aTask('overtaken'), aTask('expired', 700), aTask('a')]) outbox.offer(task, 0);
      const batch = outbox.take(500) ?? [];
      const newer = aTask('overtaken');
      outbox.offer(newer, 600);
      outbox.settle(batch, 'transient', 700);
      expect(outbox.size).toBe(2);
      const again = outbox.take(800);
      expect(idsOf(again)).toEqual(['a', 'overtaken']);
      expect(again?.[1]).toBe(newer);
    });

    it('gives up the oldest of the batch where they do not all fit', () => {
      const outbox = new Outbox({ capacity: 3 });
      for (const id of ['a', 'b', 'c']) outbox.offer(aTask(id), 0);
      const batch = outbox.take(0) ?? [];
      outbox.offer(aTask('d'), 0);
      outbox.settle(batch, 'transient', 0);
      expect(idsOf(outbox.take(100))).toEqual(['b', 'c', 'd']);

      for (const id of ['e', 'f', 'g']) outbox.offer(aTask(id), 100);
      outbox.settle(batch, 'transient', 100);
      expect(idsOf(outbox.take(200))).toEqual(['e', 'f', 'g']);
    });

    it('is paused for the longer of two reasons', () => {
      const outbox = new Outbox();
      outbox.offer(aTask('a'), 0);
      outbox.settle(outbox.take(500) ?? [], 'congestion', 500);
      outbox.settle([], 'transient', 600);
      expect(outbox.nextDueAt).toBe(1500);
    });

    it('is not tried again for ever: a task lives until it expires', () => {
      const outbox = new Outbox();
      outbox.offer(aTask('a', 30_000), 0);
      let attempts = 0;
      for (let now = 0; now < 60_000; now += 100) {
        const batch = outbox.take(now);
        if (!batch) continue;
        attempts += 1;
        outbox.settle(batch, 'congestion', now);
      }
      expect(attempts).toBe(30);
      expect(outbox.size).toBe(0);
    });
  });
});
