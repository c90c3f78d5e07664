import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { InitialSyncRunner, type InitialSyncRunnerParts, type WholeCopy } from './initial-sync-runner.js';

const two = [anInstance({ port: 8001 }), anInstance({ port: 8002 })];
const whole = (instances: readonly InstanceInfo[], isSyncing = false): WholeCopy => ({
  instances,
  isSyncing,
  aheadMs: 7,
});

describe('a server that joins a cluster', () => {
  const clock = manualClock();
  let told: string[];
  let opened: number[];
  let asked: string[];
  let copied: [instance: InstanceInfo, aheadMs: number][];
  beforeEach(() => {
    told = [];
    opened = [];
    asked = [];
    copied = [];
  });

  /** What each peer answers, one after the other, and its last answer from then on. */
  const joining = (
    peers: Record<string, (WholeCopy | undefined)[]>,
    given: Partial<InitialSyncRunnerParts> = {},
  ) =>
    new InitialSyncRunner({
      sources: () => Object.keys(peers),
      fetchAll: async (source) => {
        asked.push(source);
        const answers = peers[source] ?? [];
        return answers.length > 1 ? answers.shift() : answers[0];
      },
      copy: (instance, aheadMs) => copied.push([instance, aheadMs]) > 0,
      open: (count) => opened.push(count),
      waitForPeersMs: 10_000,
      longestPauseMs: 2,
      firstPauseMs: 1,
      // Its pauses are of real time, so that clock runs by itself; the waiting for peers is of the manual one.
      clock: Date.now,
      logger: { log: (line: string) => told.push(line) },
      ...given,
    });

  it('copies from the first peer that is whole, with how far the clocks are apart, and opens', async () => {
    const one = joining({ a: [undefined], b: [whole(two)], c: [whole([])] });
    expect([one.isSyncing, one.unreadyBecause]).toEqual([
      true,
      'syncing: the first copy of the registry is still to come',
    ]);
    await one.run();
    expect(copied).toEqual(two.map((instance) => [instance, 7]));
    expect([asked, opened, told]).toEqual([['a', 'b'], [2], ['copied 2 instances from b']]);
    expect([one.isSyncing, one.unreadyBecause]).toEqual([false, undefined]);
  });

  it('copies from all that start with it, and is content with that', async () => {
    await joining({ a: [whole(two, true)], b: [whole([], true)] }).run();
    expect([asked, opened]).toEqual([['a', 'b'], [2]]);
  });

  it('opens when everybody was asked once, and goes on in the background until one answers', async () => {
    await joining({ a: [undefined, undefined, undefined, whole(two)] }).run();
    expect([opened, copied.length]).toEqual([[0], 2]);
    expect(asked).toHaveLength(4);
  });

  it('counts and tells only what was news', async () => {
    await joining({ a: [whole(two)] }, { copy: () => false }).run();
    expect([opened, told]).toEqual([[0], []]);
  });

  it('is ready at once where there are no peers', async () => {
    const one = joining({});
    await one.run();
    expect([opened, one.unreadyBecause]).toEqual([[0], undefined]);
  });

  it('is not ready while all its peers stay away, but no longer than it was told to wait', async () => {
    const one = joining({ a: [undefined] }, { clock, firstPauseMs: 1_000_000, longestPauseMs: 1_000_000 });
    const run = one.run();
    while (opened.length === 0) await new Promise(setImmediate);
    clock.advance(9_999);
    expect(one.unreadyBecause).toBeDefined();
    clock.advance(1);
    expect([one.unreadyBecause, one.isSyncing]).toEqual([undefined, true]);
    one.stop();
    await run;
  });

  it('stops when asked, and takes nothing over after that', async () => {
    const one = joining({ a: [whole(two)] });
    const run = one.run();
    one.stop();
    await run;
    expect([copied, opened]).toEqual([[], []]);
  });

  it('lets others have their turn while it copies thousands', async () => {
    const many = Array.from({ length: 1_000 }, () => anInstance());
    let turns = 0;
    const run = joining({ a: [whole(many)] }).run();
    setImmediate(function count() {
      turns += 1;
      if (copied.length < many.length) setImmediate(count);
    });
    await run;
    expect(turns).toBeGreaterThanOrEqual(4);
  });
});
