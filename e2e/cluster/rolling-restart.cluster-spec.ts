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

describe(`all three restarted, one after the other, while ${count} clients live`, () => {
  let cluster: Cluster;
  let clients: Clients;
  let watcher: Watcher;

  beforeAll(async () => {
    // Leases of 20 s, as a renewed one lasts twice its time: who is forgotten on the way is evicted within the test.
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

  it('each stops in order and is ready again', async () => {
    for (const index of cluster.bases.keys()) {
      const { code, tookMs } = await cluster.member(index).stop();
      expect(code).toBe(0);
      // As long as an update takes: each of its clients meets a registry that is gone.
      await pause(intervalMs);
      const restart = performance.now();
      await cluster.start(index).ready();
      figure(`registry ${index + 1} stopped`, tookMs, 'ms');
      figure(`registry ${index + 1} ready again, from its start`, performance.now() - restart, 'ms');
    }
  });

  it('no client is left out', async () => {
    const { heartbeats } = await clients.figures('rolling');
    // Each has been round twice, wherever it is now.
    await eventually(async () => {
      expect((await clients.figures('rolling')).heartbeats).toBeGreaterThan(heartbeats + 2 * count);
    }, 60_000);
    await agreed(cluster.bases, clients.ids);
  });

  it('none had an error that it could not fail over from', async () => {
    const { stranded, failures, registeredAgain } = await clients.figures('rolling');
    figure(`requests that failed over (${JSON.stringify(failures)})`, sum(failures), '');
    figure('clients that had to register again', registeredAgain, '');
    expect(stranded).toEqual([]);
    // Each third had to move when its registry went.
    expect(sum(failures)).toBeGreaterThan(count / 3);
  });

  it('at no moment was one missing from a registry that was ready, and nobody was evicted', async () => {
    const { faults, looks } = await watcher.stop();
    figure(
      'looks at a registry that was ready',
      looks.reduce((total, each) => total + each),
      '',
    );
    expect(faults).toEqual([]);
    expect(Math.min(...looks)).toBeGreaterThan(5);
    expect(cluster.everyRun.flatMap(evictionsOf)).toEqual([]);
  });
});

const sum = (failures: Readonly<Record<string, number>>) =>
  Object.values(failures).reduce((total, each) => total + each, 0);
