import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../harness/eventually.js';
import { figure } from '../harness/figure.js';
import { agreed } from './harness/agreement.js';
import { Clients } from './harness/clients.js';
import { Cluster } from './harness/cluster.js';
import { evictionsOf } from './harness/evictions.js';
import { Watcher } from './harness/watcher.js';

const count = 1_000;
const intervalMs = 3_000;

describe(`a rolling restart of three registries with ${count} clients`, () => {
  let cluster: Cluster;
  let clients: Clients;
  let watcher: Watcher;

  beforeAll(async () => {
    // Leases last 20 s, since a renewed one lasts twice its duration: a lost client would be
    // evicted during the test.
    cluster = await Cluster.onLoopback(3, {
      EUREKA_SERVER_ENABLE_SELF_PRESERVATION: 'false',
      EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS: '1000',
    });
    await cluster.startAll();
    clients = await Clients.started({
      bases: cluster.bases,
      count,
      intervalMs,
      lease: { renewalIntervalInSecs: 3, durationInSecs: 10 },
    });
    await agreed(cluster.bases, clients.ids);
    await clients.open('rolling');
    watcher = new Watcher(cluster.bases, clients.ids);
  });

  it('each stops gracefully and becomes ready again', async () => {
    for (const index of cluster.bases.keys()) {
      const { code, tookMs } = await cluster.member(index).stop();
      expect(code).toBe(0);
      // The pause makes every client of this registry notice that it is down.
      await pause(intervalMs);
      const restart = performance.now();
      await cluster.start(index).ready();
      figure(`registry ${index + 1} stopped`, tookMs, 'ms');
      figure(`registry ${index + 1} ready again, from its start`, performance.now() - restart, 'ms');
    }
  });

  it('every client is listed', async () => {
    const { heartbeats } = await clients.figures('rolling');
    // Each client has sent two more heartbeats, to whichever registry.
    await eventually(async () => {
      expect((await clients.figures('rolling')).heartbeats).toBeGreaterThan(heartbeats + 2 * count);
    }, 60_000);
    await agreed(cluster.bases, clients.ids);
  });

  it('every failed request succeeded at another registry', async () => {
    const { stranded, failures, registeredAgain } = await clients.figures('rolling');
    figure(`requests that failed over (${JSON.stringify(failures)})`, sum(failures), '');
    figure('clients that had to register again', registeredAgain, '');
    expect(stranded).toEqual([]);
    // A third of the clients had to fail over at each restart.
    expect(sum(failures)).toBeGreaterThan(count / 3);
  });

  it('no instance was ever missing from a ready registry, and none was evicted', async () => {
    const { faults, polls } = await watcher.stop();
    figure(
      'polls that found a registry ready',
      polls.reduce((total, each) => total + each),
      '',
    );
    expect(faults).toEqual([]);
    expect(Math.min(...polls)).toBeGreaterThan(5);
    expect(cluster.everyRun.flatMap(evictionsOf)).toEqual([]);
  });
});

const sum = (failures: Readonly<Record<string, number>>) =>
  Object.values(failures).reduce((total, each) => total + each, 0);
