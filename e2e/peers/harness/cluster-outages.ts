import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../harness/eventually.js';
import { idAt } from './cluster-changes.js';
import { recorded, type ClusterChronicle } from './cluster-chronicle.js';
import { nodes, ours, type MixedCluster, type Node, type Ours } from './mixed-cluster.js';
import { withHeartbeats } from './wire-client.js';

const instances = nodes.map(idAt);
const [one = 'eureka-7001', two = 'eureka-7002'] = ours;

/** Longer than a change waits for an unavailable peer (`maxTimeForReplicationMs`, 30 s). */
const HANGS_MS = 35_000;

/**
 * Kills and restarts each of the three while clients continue; suspends Java, and cuts it off.
 */
export function itSurvivesOutages(story: () => ClusterChronicle): void {
  /** Kills one server, makes changes at the others, and waits until all are consistent again. */
  async function without(away: Node, [first, second]: [Node, Node], restart: () => Promise<void>) {
    const chronicle = story();
    const { cluster } = chronicle;
    await registeredAtAll(chronicle, `leaves-without-${away}`);
    await recorded(chronicle.outages, async () => {
      await cluster.kill(away);
      await withHeartbeats(cluster.base(first), instances, async () => {
        await chronicle.at(first).register({ id: `comes-without-${away}`, stamp: chronicle.nextStamp() });
        chronicle.isNow(`comes-without-${away}`);
        await chronicle.at(first).cancel(`leaves-without-${away}`);
        chronicle.isGone(`leaves-without-${away}`);
        await chronicle.at(second).setStatus(idAt(away), 'OUT_OF_SERVICE');
        chronicle.isNow(idAt(away), { status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' });
        await chronicle.alike([first, second]);
        await restart();
        await chronicle.alike();
      });
    });
    // The server replicates again.
    await chronicle.at(away).removeOverride(idAt(away), 'UP');
    chronicle.isNow(idAt(away));
    await chronicle.alike();
  }

  /**
   * Expects ours to log the outage of a peer once and its return once, however often they try.
   */
  async function loggedOnce(away: Node, by: readonly Ours[], what: () => Promise<void>) {
    const { cluster } = story();
    const printed = by.map((each) => cluster.lines(each).length);
    await what();
    await eventually(() => {
      for (const [index, each] of by.entries()) {
        expect(story().linesAbout(away, each, Number(printed[index]))).toEqual([
          expect.stringMatching(/ WARN .*is down/),
          expect.stringMatching(/ LOG .*is up/),
        ]);
      }
    });
  }

  it.each([
    [one, two],
    [two, one],
  ])('%s is killed: the others continue, and after its restart it knows all', async (away, other) => {
    const { cluster } = story();
    await loggedOnce(away, [other], () => without(away, ['java', other], () => cluster.startAgain(away)));
  });

  it('Java is killed: ours continue, and after its restart it copies from ours before it receives a replica', async () => {
    const chronicle = story();
    const { cluster } = chronicle;
    const printed = cluster.lines('java').length;
    let copied = 0;
    await loggedOnce('java', ours, () =>
      without('java', [one, two], async () => {
        const fetches = fetchesFromOurs(cluster);
        await cluster.startAlone('java');
        // The link to it is still cut, so it has fetched the registry; like a client it keeps what
        // is UP.
        copied = await chronicle.onlyThoseUpAt('java');
        expect(fetchesFromOurs(cluster)).toBeGreaterThan(fetches);
        await cluster.links.java.mend();
      }),
    );
    const output = cluster.lines('java').slice(printed).join('\n');
    expect(output).toContain(`Got ${copied} instances from neighboring DS node`);
  });

  it('both of ours are killed: the first to restart copies all from Java, where clients have continued', async () => {
    const chronicle = story();
    const { cluster } = chronicle;
    await recorded(chronicle.outages, async () => {
      await Promise.all(ours.map((each) => cluster.kill(each)));
      await withHeartbeats(cluster.base('java'), instances, async () => {
        await chronicle.at('java').register({ id: 'comes-without-ours', stamp: chronicle.nextStamp() });
        chronicle.isNow('comes-without-ours');
        const printed = cluster.lines(one).length;
        await cluster.startAlone(one);
        // The link to it is still cut, and the other of ours is down, so it has fetched from Java.
        await chronicle.alike([one]);
        expect(chronicle.linesAbout('java', one, printed)).toContainEqual(
          expect.stringContaining(`copied ${chronicle.count} instances from`),
        );
        await cluster.links[one].mend();
        await cluster.startAgain(two);
        await chronicle.alike();
      });
    });
  });

  it('Java is suspended until its queued changes have expired: ours continue, and then it learns all', async () => {
    const chronicle = story();
    const { cluster } = chronicle;
    await registeredAtAll(chronicle, 'leaves-while-java-hangs');
    await loggedOnce('java', ours, () =>
      recorded(chronicle.outages, async () => {
        await cluster.whileJavaHangs(() =>
          withHeartbeats(cluster.base(one), instances, async () => {
            await chronicle.at(one).register({ id: 'comes-while-java-hangs', stamp: chronicle.nextStamp() });
            chronicle.isNow('comes-while-java-hangs');
            await chronicle.at(two).cancel('leaves-while-java-hangs');
            chronicle.isGone('leaves-while-java-hangs');
            const stamp = chronicle.nextStamp();
            await chronicle.at(two).register({ id: idAt('java'), stamp, metadata: { since: 'it hung' } });
            chronicle.isNow(idAt('java'), {
              metadata: { since: 'it hung' },
              lastDirtyTimestamp: String(stamp),
            });
            await chronicle.alike(ours);
            await pause(HANGS_MS);
            await chronicle.alike(ours);
          }),
        );
        await withHeartbeats(cluster.base(two), [...instances, 'comes-while-java-hangs'], () =>
          chronicle.alike(),
        );
      }),
    );
  });

  it('Java is cut off and comes back: the changes of each side are seen on the other', async () => {
    const chronicle = story();
    const { cluster } = chronicle;
    await registeredAtAll(chronicle, 'leaves-java');
    await registeredAtAll(chronicle, 'leaves-ours');
    const printed = ours.map((each) => cluster.lines(each).length);
    await loggedOnce('java', ours, () =>
      recorded(chronicle.outages, async () => {
        await cluster.cutJavaOff();
        for (const [node, name] of [
          ['java', 'java'],
          [one, 'ours'],
        ] as const) {
          await chronicle.at(node).register({ id: `comes-at-${name}`, stamp: chronicle.nextStamp() });
          chronicle.isNow(`comes-at-${name}`);
          await chronicle.at(node).cancel(`leaves-${name}`);
          chronicle.isGone(`leaves-${name}`);
        }
        for (const node of nodes) {
          const stamp = chronicle.nextStamp();
          await chronicle.at(node).register({ id: idAt(node), stamp, metadata: { since: 'the cut' } });
          chronicle.isNow(idAt(node), { metadata: { since: 'the cut' }, lastDirtyTimestamp: String(stamp) });
        }
        // The link is repaired only after ours have noticed the outage.
        await eventually(() => {
          for (const [index, each] of ours.entries()) {
            expect(chronicle.linesAbout('java', each, Number(printed[index]))).toHaveLength(1);
          }
        });
        await cluster.heal();
        await chronicle.alike();
      }),
    );
  });
}

async function registeredAtAll(chronicle: ClusterChronicle, id: string): Promise<void> {
  await chronicle.at('java').register({ id, stamp: chronicle.nextStamp() });
  chronicle.isNow(id);
  await chronicle.alike();
}

/** Number of full fetches of Java from ours. */
const fetchesFromOurs = ({ links }: MixedCluster): number =>
  ours
    .flatMap((each) => links[each].exchanges)
    .filter(({ method, path, status }) => method === 'GET' && path === '/eureka/apps/' && status === 200)
    .length;
