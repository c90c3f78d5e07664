import { setTimeout as pause } from 'node:timers/promises';
import { figure } from '../harness/figure.js';
import { agreed } from './harness/agreement.js';
import { Clients, type Figures } from './harness/clients.js';
import { Cluster } from './harness/cluster.js';
import { evictionsOf } from './harness/evictions.js';
import { percentile } from './harness/percentile.js';
import { ReadTimes } from './harness/read-times.js';

const count = 1_000;
const stoppedMs = 30_000;

/** Indexes of the two that keep running. */
const others = [0, 1] as const;

describe('three registries under 500 heartbeats a second, one suspended for 30 s', () => {
  let cluster: Cluster;
  let clients: Clients;
  let before: Figures;
  let during: Figures;
  let readsBefore: readonly number[];
  let readsDuring: readonly number[];
  let memoryBefore: number[];
  let memoryDuring: number[];

  const memory = () => others.map((index) => cluster.member(index).residentMb);

  beforeAll(async () => {
    // Leases last 20 s: at the suspended registry all expire. It sweeps 10 s after it resumes.
    cluster = await Cluster.onLoopback(3, {
      EUREKA_SERVER_ENABLE_SELF_PRESERVATION: 'false',
      EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS: '10000',
    });
    await cluster.startAll();
    clients = await Clients.started({
      bases: cluster.bases,
      count,
      intervalMs: 2_000,
      lease: { renewalIntervalInSecs: 2, durationInSecs: 10 },
      timeoutMs: 5_000,
    });
    await agreed(cluster.bases, clients.ids);
    const reading = new ReadTimes(others.map((index) => `${cluster.bases[index]}`));
    // A process is slow during its first seconds.
    await pause(5_000);
    await clients.open('before');
    reading.begin();
    await pause(10_000);
    readsBefore = reading.begin();
    memoryBefore = memory();
    await clients.open('during');
    cluster.member(2).freeze();
    await pause(stoppedMs);
    readsDuring = await reading.stop();
    memoryDuring = memory();
    [before, during] = await Promise.all([clients.figures('before'), clients.figures('during')]);
    await clients.open('after');
    cluster.member(2).thaw();
  });

  it('all agree again soon', async () => {
    const { tookMs } = await agreed(cluster.bases, clients.ids);
    figure('agreed after the suspended one resumed', tookMs, 'ms');
  });

  it('its clients continued at the others', () => {
    const { failures, stranded, heartbeats, tookMs, registeredAgain } = during;
    figure(`requests that failed over (${JSON.stringify(failures)})`, failures['timeout'] ?? 0, '');
    figure('heartbeats a second while it was suspended', (1000 * heartbeats) / tookMs, '/s');
    expect(failures['timeout']).toBeGreaterThan(count / 4);
    expect(stranded).toEqual([]);
    expect(registeredAgain).toBe(0);
  });

  it.each(others)('registry %i responded to heartbeats as quickly as before', (index) => {
    isAsQuick(`heartbeat at ${index}`, before.latencies[index] ?? [], during.latencies[index] ?? []);
  });

  it('full registries were fetched as quickly as before', () => {
    isAsQuick('read', readsBefore, readsDuring);
  });

  it('the queue for the suspended one needs bounded memory', () => {
    for (const index of others) {
      const grown = (memoryDuring[index] ?? Infinity) - (memoryBefore[index] ?? 0);
      figure(
        `memory of registry ${index}, now ${Math.round(memoryDuring[index] ?? 0)} MB, grew by`,
        grown,
        'MB',
      );
      expect(grown).toBeLessThan(150);
    }
  });

  it('no instance was evicted, not even by the suspended one', async () => {
    // Two sweeps pass: the one that was due while it was suspended, and the next.
    await pause(15_000);
    await agreed(cluster.bases, clients.ids);
    expect(cluster.everyRun.flatMap(evictionsOf)).toEqual([]);
    expect((await clients.figures('after')).stranded).toEqual([]);
  });
});

/** Allows for other load on the machine, but not for a peer's timeout of seconds. */
function isAsQuick(what: string, before: readonly number[], during: readonly number[]): void {
  for (const [share, slack] of [
    [0.5, 20],
    [0.99, 200],
  ] as const) {
    const [was, is] = [percentile(before, share), percentile(during, share)];
    figure(`${what}, ${100 * share} % within (${was.toFixed(1)} ms before)`, is, 'ms');
    expect(is).toBeLessThan(3 * was + slack);
  }
}
