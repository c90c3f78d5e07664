import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../harness/eventually.js';
import { figure } from '../harness/figure.js';
import { get } from '../harness/http.js';
import { agreed } from './harness/agreement.js';
import { Clients } from './harness/clients.js';
import { Cluster } from './harness/cluster.js';
import { evictionsOf } from './harness/evictions.js';
import { pageAt } from './harness/page.js';

const renewalIntervalInSecs = 20;
const renewsAMinute = 60 / renewalIntervalInSecs;
const percent = 0.85;
/** Longer than two minutes, so that a full minute is counted. */
const aMinuteAndMore = 150_000;

/** Java's formula; Spring's server expects one client at its start. */
const thresholdOf = (clients: number) => Math.floor((clients + 1) * renewsAMinute * percent);

describe('10,000 instances at three registries', () => {
  let cluster: Cluster;
  let tenth: Clients;
  let third: Clients;
  let rest: Clients;

  const startClients = (prefix: string, count: number, durationInSecs: number) =>
    Clients.started({
      bases: cluster.bases,
      count,
      apps: count / 100,
      prefix: `${prefix}-`,
      intervalMs: renewalIntervalInSecs * 1000,
      lease: { renewalIntervalInSecs, durationInSecs },
    });
  const everyPage = () => Promise.all(cluster.bases.map(pageAt));

  beforeAll(async () => {
    cluster = await Cluster.onLoopback(3, {
      EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS: '2000',
      EUREKA_SERVER_EXPECTED_CLIENT_RENEWAL_INTERVAL_SECONDS: String(renewalIntervalInSecs),
      EUREKA_SERVER_WAIT_TIME_IN_MS_WHEN_SYNC_EMPTY: '1000',
    });
    await cluster.startAll();
    // A renewed lease lasts twice its duration: 90 s are longer than the counted minute, 30 s are
    // short.
    [tenth, third, rest] = await Promise.all([
      startClients('tenth', 1_000, 15),
      startClients('third', 2_700, 45),
      startClients('rest', 6_300, 45),
    ]);
    await agreed(cluster.bases, [...tenth.ids, ...third.ids, ...rest.ids], 60_000);
  });

  it('evicts no instance while all send heartbeats, and the page shows the figures', async () => {
    await eventually(async () => {
      for (const page of await everyPage()) expect(page).toMatchObject({ expires: true });
    }, aMinuteAndMore);
    for (const { threshold, renewsLastMinute } of await everyPage()) {
      figure(`renewals of the last minute, threshold ${threshold}`, renewsLastMinute, '');
      expect(threshold).toBe(thresholdOf(10_000));
      expect(renewsLastMinute).toBeGreaterThan(threshold);
      expect(renewsLastMinute).toBeLessThanOrEqual(10_000 * renewsAMinute * 1.1);
    }
    for (const each of cluster.members) expect(evictionsOf(each)).toEqual([]);
  });

  it('evicts exactly the tenth that stopped', async () => {
    const start = performance.now();
    tenth.close();
    await agreed(cluster.bases, [...third.ids, ...rest.ids], 90_000);
    figure('a tenth gone from all three', performance.now() - start, 'ms');
    for (const each of cluster.members) {
      const names = evictionsOf(each).map(({ name }) => name);
      expect(names.toSorted()).toEqual(tenth.ids.toSorted());
    }
  });

  it('evicted them in several sweeps, not one application after the other', () => {
    for (const each of cluster.members) {
      const evictions = evictionsOf(each);
      const sweeps = new Set(evictions.map(({ second }) => second));
      figure('seconds in which some were evicted', sweeps.size, '');
      expect(sweeps.size).toBeGreaterThan(3);
      const neighbours = evictions.filter(({ app }, index) => app === evictions[index + 1]?.app);
      figure('of 1,000 evicted, followed by one of the same application', neighbours.length, '');
      // A random order gives one in ten, of ten applications; an order by application nearly all.
      expect(neighbours.length).toBeLessThan(300);
      expect(new Set(evictions.slice(0, 100).map(({ app }) => app)).size).toBe(10);
    }
  });

  it('keeps nearly a third that stopped at once', async () => {
    await nextMinute();
    const cutAt = Date.now();
    third.close();
    await eventually(async () => {
      for (const page of await everyPage()) expect(page).toMatchObject({ expires: false });
    }, aMinuteAndMore);
    // All of these leases expire, and several sweeps pass.
    await pause(cutAt + 2 * 45_000 + 8_000 - Date.now());
    await allExpired(third);
    await agreed(cluster.bases, [...third.ids, ...rest.ids]);
    for (const each of cluster.members) expect(evictionsOf(each).slice(1_000)).toEqual([]);
  });

  it('shows that, with the figures, on the page and once in the log', async () => {
    for (const { threshold, renewsLastMinute, text } of await everyPage()) {
      figure(`renewals of the last minute, threshold ${threshold}`, renewsLastMinute, '');
      expect(threshold).toBe(thresholdOf(9_000));
      expect(renewsLastMinute).toBeLessThanOrEqual(threshold);
      expect(text).toContain('EMERGENCY!');
      expect(text).toContain('9001 expected clients');
      expect(text).toContain(`In the last full minute ${renewsLastMinute} came, not more than that;`);
    }
    for (const each of cluster.members) {
      expect(each.linesWith('self-preservation is on').slice(-1)).toEqual([
        expect.stringContaining(`threshold ${thresholdOf(9_000)} `),
      ]);
    }
  });

  it('did not affect the remaining clients', async () => {
    const { stranded, registeredAgain } = await rest.figures('start');
    expect(stranded).toEqual([]);
    expect(registeredAgain).toBe(0);
  });

  /** Waits until each registry has started a new minute, so that the loss falls into one minute. */
  async function nextMinute(): Promise<void> {
    const before = (await everyPage()).map(({ renewsLastMinute }) => renewsLastMinute);
    await eventually(async () => {
      const now = await everyPage();
      now.forEach(({ renewsLastMinute }, index) => expect(renewsLastMinute).not.toBe(before[index]));
    }, aMinuteAndMore);
  }

  /** Checks some instances one by one, since a list shows the lease of the last change. */
  async function allExpired({ ids }: Clients): Promise<void> {
    for (const name of ids.filter((_, index) => index % 100 === 0)) {
      for (const base of cluster.bases) {
        const { body } = await get(`${base}/eureka/apps/${name}`);
        const { leaseInfo } = (body as { instance: { leaseInfo: Lease } }).instance;
        expect(leaseInfo.lastRenewalTimestamp + leaseInfo.durationInSecs * 1000).toBeLessThan(Date.now());
      }
    }
  }
});

interface Lease {
  readonly durationInSecs: number;
  readonly lastRenewalTimestamp: number;
}
