import { figure } from '../harness/figure.js';
import { eventually } from '../harness/eventually.js';
import { agreed } from './harness/agreement.js';
import { Clients } from './harness/clients.js';
import { Cluster } from './harness/cluster.js';
import { evictionsOf } from './harness/evictions.js';
import { listingAt, missingFrom } from './harness/listing.js';
import { outageLogLines } from './harness/outage-log-lines.js';
import { Watcher } from './harness/watcher.js';

const count = 10_000;

/**
 * Self-preservation is off, so that an instance whose heartbeats are not replicated is evicted
 * during the test.
 */
const settings = {
  EUREKA_SERVER_ENABLE_SELF_PRESERVATION: 'false',
  EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS: '1000',
};

describe('three registries under 500 heartbeats a second, one killed with -9', () => {
  let cluster: Cluster;
  let clients: Clients;
  let watcher: Watcher;

  beforeAll(async () => {
    cluster = await Cluster.onLoopback(3, settings);
    await cluster.startAll();
    const start = performance.now();
    clients = await Clients.started({
      bases: cluster.bases,
      count,
      apps: 100,
      intervalMs: (count / 500) * 1000,
      // Three intervals, as by default: a heartbeat may be lost with the registry that received it.
      lease: { renewalIntervalInSecs: 20, durationInSecs: 60 },
    });
    figure(`${count} registrations`, performance.now() - start, 'ms');
    const { tookMs } = await agreed(cluster.bases, clients.ids, 60_000);
    figure('until all three list the clients', tookMs, 'ms');
    await clients.open('steady');
    watcher = new Watcher(cluster.bases, clients.ids, 500);
  });

  it('every client continues at the other two', async () => {
    await eventually(async () => expect((await clients.figures('steady')).heartbeats).toBeGreaterThan(1_000));
    await clients.open('killed');
    await cluster.member(0).kill();
    // Each client sends a heartbeat every 20 s.
    await eventually(async () => {
      expect((await clients.figures('killed')).heartbeats).toBeGreaterThan(1.2 * count);
    }, 60_000);
    const { stranded, failures, registeredAgain, heartbeats, tookMs } = await clients.figures('killed');
    figure('heartbeats a second after the kill', (1000 * heartbeats) / tookMs, '/s');
    figure(`requests that failed over (${JSON.stringify(failures)})`, sum(Object.values(failures)), '');
    expect(stranded).toEqual([]);
    expect(registeredAgain).toBe(0);
  });

  it('the others list every client', async () => {
    await agreed(cluster.bases.slice(1), clients.ids);
  });

  it('after a restart it is ready only when it has all instances', async () => {
    const start = performance.now();
    const member = cluster.start(0);
    await member.ready();
    const readyMs = performance.now() - start;
    figure('its CPU time until then', member.cpuMs, 'ms');
    expect(missingFrom(await listingAt(member.base), clients.ids)).toBeUndefined();
    figure(`ready again with ${count} instances, from its start`, readyMs, 'ms');
    expect(readyMs).toBeLessThan(20_000);
    await agreed(cluster.bases, clients.ids);
  });

  it('no instance was ever missing from a ready registry, and none was evicted', async () => {
    const { faults, polls } = await watcher.stop();
    expect(faults).toEqual([]);
    expect(Math.min(...polls)).toBeGreaterThan(0);
    expect(cluster.everyRun.flatMap(evictionsOf)).toEqual([]);
  });

  it('each of the others has logged its outage once and its return once', async () => {
    for (const each of cluster.members.slice(1)) {
      await eventually(() => expect(each.linesSinceLost(`${cluster.bases[0]}`)).toEqual(outageLogLines));
    }
  });
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
