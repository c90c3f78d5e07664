import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../harness/eventually.js';
import { figure } from '../harness/figure.js';
import { agreed } from './harness/agreement.js';
import { Clients } from './harness/clients.js';
import { Cluster } from './harness/cluster.js';
import { disagreements, listingAt, type Listing } from './harness/listing.js';
import { outageLogLines } from './harness/outage-log-lines.js';
import { Network } from './harness/network.js';
import { idsOf, operated, Operator } from './harness/operator.js';

const changes = 300;

/** Instances that one side changes or adds during the partition. */
const side = (name: string) => ({
  cancelled: idsOf(`${name}-cancelled`, changes),
  takenOut: idsOf(`${name}-taken-out`, changes),
  described: idsOf(`${name}-described`, changes),
  added: idsOf(`${name}-added`, changes),
});
const here = side('here');
const there = side('there');

describe('three registries with 10,000 clients, one of them cut off', () => {
  let network: Network;
  let cluster: Cluster;
  let clients: Clients;
  let allNames: readonly string[];

  const changedBy = (at: Operator, { cancelled, takenOut, described, added }: ReturnType<typeof side>) =>
    Promise.all([
      at.cancel(cancelled),
      at.setOutOfService(takenOut),
      at.register(described, { version: '2' }),
      at.register(added),
    ]);
  const statesAt = async (index: number) => (await cluster.member(index).peers()).map(({ state }) => state);

  beforeAll(async () => {
    network = await Network.of(3);
    // Changes expire after 5 s, long before the cable is mended: only anti-entropy can find them.
    cluster = new Cluster(network.places, { EUREKA_SERVER_MAX_TIME_FOR_REPLICATION: '5000' });
    await cluster.startAll();
    clients = await Clients.started({
      bases: cluster.bases,
      count: 10_000,
      apps: 100,
      intervalMs: 30_000,
      lease: { renewalIntervalInSecs: 30, durationInSecs: 90 },
    });
    const before = [here, there].flatMap(({ cancelled, takenOut, described }) =>
      [cancelled, takenOut, described].flat(),
    );
    await new Operator(`${cluster.bases[0]}`).register(before);
    await agreed(cluster.bases, [...clients.ids, ...operated(before)], 60_000);
    allNames = [
      ...clients.ids,
      ...[here, there].flatMap(({ takenOut, described, added }) =>
        operated([takenOut, described, added].flat()),
      ),
    ];
  });

  it('both sides accept changes, and each reports the peers that it cannot reach', async () => {
    network.cut(2);
    await Promise.all([
      changedBy(new Operator(`${cluster.bases[0]}`), here),
      changedBy(new Operator(`${cluster.bases[2]}`), there),
    ]);
    await eventually(async () => {
      expect((await statesAt(0)).sort()).toEqual(['in-step', 'unreachable']);
      expect((await statesAt(1)).sort()).toEqual(['in-step', 'unreachable']);
      expect(await statesAt(2)).toEqual(['unreachable', 'unreachable']);
    }, 30_000);
    // All queued changes have expired by then.
    await pause(7_000);
    const [first, second, third] = await Promise.all(cluster.bases.map(listingAt));
    expect(changesIn(first)).toEqual({ ...done(here), ...undone(there) });
    expect(changesIn(second)).toEqual({ ...done(here), ...undone(there) });
    expect(changesIn(third)).toEqual({ ...undone(here), ...done(there) });
  });

  it('all agree on the changes of both sides within seconds after the repair', async () => {
    network.mend(2);
    const { listing, tookMs } = await agreed(cluster.bases, allNames, 60_000);
    figure('agreed after the cable was mended', tookMs, 'ms');
    expect(changesIn(listing)).toEqual({ ...done(here), ...done(there) });
    // The target is 5 s on an idle machine.
    expect(tookMs).toBeLessThan(20_000);
  });

  it('nothing that was cancelled comes back', async () => {
    await pause(10_000);
    expect(await disagreements(cluster.bases)).toEqual([]);
    await agreed(cluster.bases, allNames, 0);
  });

  it('each outage of a peer was logged once, and its end once', async () => {
    await eventually(async () => {
      for (const index of cluster.bases.keys()) expect(await statesAt(index)).toEqual(['in-step', 'in-step']);
    }, 30_000);
    for (const [index, lost] of [
      [0, [2]],
      [1, [2]],
      [2, [0, 1]],
    ] as const) {
      for (const each of lost) {
        const { origin = '' } = network.places[each] ?? {};
        expect(cluster.member(index).linesSinceLost(origin)).toEqual(outageLogLines);
      }
    }
  });

  it('no client was without a registry', async () => {
    const { stranded } = await clients.figures('start');
    expect(stranded).toEqual([]);
  });
});

/** Number of changes that a registry knows, by kind. */
function changesIn(listing: Listing = new Map()): Record<string, number> {
  return Object.fromEntries(
    Object.entries({ here, there }).flatMap(([name, { cancelled, takenOut, described, added }]) => {
      const count = (ids: readonly string[], is: (state: string | undefined) => boolean) =>
        operated(ids).filter((each) => is(listing.get(each))).length;
      return [
        [`${name}: gone`, count(cancelled, (state) => state === undefined)],
        [`${name}: out of service`, count(takenOut, (state) => !!state?.startsWith('["OUT_OF_SERVICE"'))],
        [`${name}: version 2`, count(described, (state) => !!state?.includes('"version":"2"'))],
        [`${name}: new`, count(added, (state) => state !== undefined)],
      ];
    }),
  );
}

const of = (given: ReturnType<typeof side>, count: number) => {
  const name = given === here ? 'here' : 'there';
  return {
    [`${name}: gone`]: count,
    [`${name}: out of service`]: count,
    [`${name}: version 2`]: count,
    [`${name}: new`]: count,
  };
};
const done = (given: ReturnType<typeof side>) => of(given, changes);
const undone = (given: ReturnType<typeof side>) => of(given, 0);
