import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import type { SyncFailure } from './initial-sync.js';
import { InitialSyncRunner, type InitialSyncRunnerParts, type RegistryCopy } from './initial-sync-runner.js';

const two = [anInstance({ port: 8001 }), anInstance({ port: 8002 })];
const whole = (instances: readonly InstanceInfo[], isSyncing = false): RegistryCopy => ({
  instances,
  isSyncing,
  aheadMs: 7,
});

describe('the runner of the initial sync', () => {
  const clock = manualClock();
  let logged: string[];
  let opened: number[];
  let asked: string[];
  let copied: [instance: InstanceInfo, aheadMs: number][];
  beforeEach(() => {
    logged = [];
    opened = [];
    asked = [];
    copied = [];
  });

  /** Runner whose peers return these copies one after the other, and the last one repeatedly. */
  const runnerFor = (
    peers: Record<string, (RegistryCopy | SyncFailure | undefined)[]>,
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
      renewalIntervalMs: 30_000,
      maxPauseMs: 2,
      firstPauseMs: 1,
      // Real pauses need a real clock; only the wait for peers uses the manual one.
      clock: Date.now,
      logger: { log: (line: string) => logged.push(line) },
      ...given,
    });

  it('copies from the request to a peer until its last instance is merged', async () => {
    const seen: boolean[] = [];
    const note = () => seen.push(runner.isCopying) > 0;
    const runner: InitialSyncRunner = runnerFor(
      {},
      {
        sources: () => ['a'],
        fetchAll: async () => (note(), whole(two)),
        copy: note,
      },
    );
    note();
    await runner.run();
    note();
    expect(seen).toEqual([false, true, true, true, false]);
  });

  it('copies from the first complete peer, with the clock difference, and opens', async () => {
    const runner = runnerFor({ a: [undefined], b: [whole(two)], c: [whole([])] });
    expect([runner.isSyncing, runner.unreadyReason]).toEqual([
      true,
      'syncing: the first copy of the registry is still to come',
    ]);
    await runner.run();
    expect(copied).toEqual(two.map((instance) => [instance, 7]));
    expect([asked, opened, logged]).toEqual([['a', 'b'], [2], ['copied 2 instances from b']]);
    expect([runner.isSyncing, runner.unreadyReason]).toEqual([false, undefined]);
  });

  it('copies from all peers if all are syncing, and is complete then', async () => {
    await runnerFor({ a: [whole(two, true)], b: [whole([], true)] }).run();
    expect([asked, opened]).toEqual([['a', 'b'], [2]]);
  });

  it('opens after every peer was asked once, and goes on until one responds', async () => {
    await runnerFor({ a: [undefined, undefined, undefined, whole(two)] }).run();
    expect([opened, copied.length]).toEqual([[0], 2]);
    expect(asked).toHaveLength(4);
  });

  it('counts and logs only instances that were new', async () => {
    await runnerFor({ a: [whole(two)] }, { copy: () => false }).run();
    expect([opened, logged]).toEqual([[0], []]);
  });

  it('is ready at once without peers', async () => {
    const runner = runnerFor({});
    await runner.run();
    expect([opened, runner.unreadyReason]).toEqual([[0], undefined]);
  });

  it('is not ready while no peer responds, up to the configured wait', async () => {
    const runner = runnerFor({ a: [undefined] }, { clock, firstPauseMs: 1_000_000, maxPauseMs: 1_000_000 });
    const run = runner.run();
    while (opened.length === 0) await new Promise(setImmediate);
    clock.advance(9_999);
    expect(runner.unreadyReason).toBeDefined();
    clock.advance(1);
    expect([runner.unreadyReason, runner.isSyncing]).toEqual([undefined, true]);
    runner.stop();
    await run;
  });

  describe('may lack instances that live', () => {
    const ended = async (peers: Parameters<typeof runnerFor>[0], given = {}) => {
      const runner = runnerFor(peers, { clock, ...given });
      expect(runner.isIncomplete).toBe(true);
      await runner.run();
      return runner;
    };

    it('until it has copied a peer that is complete', async () => {
      expect((await ended({ a: [whole([])] })).isIncomplete).toBe(false);
    });

    it.each<[string, Parameters<typeof runnerFor>[0]]>([
      ['without peers', {}],
      ['whose peers are syncing too', { a: [whole(two, true)] }],
    ])('for one renewal interval, %s', async (_what, peers) => {
      const runner = await ended(peers);
      clock.advance(29_999);
      expect(runner.isIncomplete).toBe(true);
      clock.advance(1);
      expect(runner.isIncomplete).toBe(false);
    });

    it('not for ever while no peer responds, nor after the clock was set back', async () => {
      const runner = runnerFor({ a: [undefined] }, { clock, firstPauseMs: 1_000_000, maxPauseMs: 1_000_000 });
      const run = runner.run();
      while (opened.length === 0) await new Promise(setImmediate);
      clock.advance(30_000);
      expect([runner.isIncomplete, runner.isSyncing]).toEqual([false, true]);
      clock.advance(-60_000);
      expect(runner.unreadyReason).toBeDefined();
      runner.stop();
      await run;
    });

    it('while the first copy takes longer than that', async () => {
      let end: (copy: RegistryCopy) => void = () => undefined;
      const fetchAll = () => new Promise<RegistryCopy>((resolve) => (end = resolve));
      const runner = runnerFor({ a: [] }, { clock, fetchAll });
      const run = runner.run();
      clock.advance(60_000);
      expect(runner.isIncomplete).toBe(true);
      end(whole(two));
      await run;
      expect(runner.isIncomplete).toBe(false);
    });
  });

  it('asks a peer that was unreachable at the moment it responds', async () => {
    const pauses = { firstPauseMs: 1_000_000, maxPauseMs: 1_000_000 };
    const runner = runnerFor({ a: ['unreachable', whole(two)] }, pauses);
    const run = runner.run();
    while (opened.length === 0) await new Promise(setImmediate);
    runner.responds('b');
    runner.responds('a');
    await run;
    expect([asked, copied.length]).toEqual([['a', 'a'], 2]);
  });

  it('copies nothing after a stop', async () => {
    const runner = runnerFor({ a: [whole(two)] });
    const run = runner.run();
    runner.stop();
    await run;
    expect([copied, opened]).toEqual([[], []]);
  });

  it('stops copying when it is stopped, or when the source ceases to be a peer', async () => {
    const many = Array.from({ length: 1_000 }, () => anInstance());
    const leaving = { ...whole(many), isPeerStill: () => false };
    await runnerFor({ a: [leaving, whole(two)] }).run();
    expect(copied).toHaveLength(252);
    copied = [];
    const runner = runnerFor(
      { a: [whole(many)] },
      { copy: () => (runner.stop(), copied.push([two[0]!, 0]) > 0) },
    );
    await runner.run();
    expect([copied.length, opened]).toEqual([250, [250]]);
  });

  it('yields to other work while it copies thousands', async () => {
    const many = Array.from({ length: 1_000 }, () => anInstance());
    let turns = 0;
    const run = runnerFor({ a: [whole(many)] }).run();
    setImmediate(function count() {
      turns += 1;
      if (copied.length < many.length) setImmediate(count);
    });
    await run;
    expect(turns).toBeGreaterThanOrEqual(4);
  });
});
