import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../harness/eventually.js';
import { idAt } from './cluster-changes.js';
import { noted, type ClusterChronicle } from './cluster-chronicle.js';
import { nodes, ours, type MixedCluster, type Node, type Ours } from './mixed-cluster.js';
import { beating } from './wire-client.js';

const instances = nodes.map(idAt);
const [one = 'eureka-7001', two = 'eureka-7002'] = ours;

/** Longer than a change is kept for a peer that takes none (`maxTimeForReplicationMs`, 30 s). */
const HANGS_MS = 35_000;

/** Each of the three is shot and started again while clients go on at another; and Java hangs, or is cut off, and comes back. */
export function itSurvivesOutages(story: () => ClusterChronicle): void {
  /** Shoots one, changes things at the others, and waits until all is well again. */
  async function without(away: Node, [first, second]: [Node, Node], comesBack: () => Promise<void>) {
    const chronicle = story();
    const { cluster } = chronicle;
    await registeredAtAll(chronicle, `leaves-without-${away}`);
    await noted(chronicle.outages, async () => {
      await cluster.kill(away);
      await beating(cluster.base(first), instances, async () => {
        await chronicle.at(first).register({ id: `comes-without-${away}`, stamp: chronicle.nextStamp() });
        chronicle.isNow(`comes-without-${away}`);
        await chronicle.at(first).cancel(`leaves-without-${away}`);
        chronicle.isGone(`leaves-without-${away}`);
        await chronicle.at(second).setStatus(idAt(away), 'OUT_OF_SERVICE');
        chronicle.isNow(idAt(away), { status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' });
        await chronicle.alike([first, second]);
        await comesBack();
        await chronicle.alike();
      });
    });
    // And it takes part again.
    await chronicle.at(away).removeOverride(idAt(away), 'UP');
    chronicle.isNow(idAt(away));
    await chronicle.alike();
  }

  /** How those of ours tell that a peer goes and that it returns, and nothing else, however often they try. */
  async function toldOnce(away: Node, by: readonly Ours[], what: () => Promise<void>) {
    const { cluster } = story();
    const printed = by.map((each) => cluster.lines(each).length);
    await what();
    await eventually(() => {
      for (const [index, each] of by.entries()) {
        expect(story().saidOf(away, each, Number(printed[index]))).toEqual([
          expect.stringMatching(/ WARN .*is down/),
          expect.stringMatching(/ LOG .*is up/),
        ]);
      }
    });
  }

  it.each([
    [one, two],
    [two, one],
  ])('%s is shot: the others go on, and started again it knows all', async (away, other) => {
    const { cluster } = story();
    await toldOnce(away, [other], () => without(away, ['java', other], () => cluster.startAgain(away)));
  });

  it('Java is shot: ours go on, and started again it copies from ours before anybody tells it anything', async () => {
    const chronicle = story();
    const { cluster } = chronicle;
    const printed = cluster.lines('java').length;
    let copied = 0;
    await toldOnce('java', ours, () =>
      without('java', [one, two], async () => {
        const fetches = fetchesFromOurs(cluster);
        await cluster.startAlone('java');
        // The link to it is still cut: what it knows, it has asked for. And it asks as clients do, who drop what is not UP.
        copied = await chronicle.onlyThoseUpAt('java');
        expect(fetchesFromOurs(cluster)).toBeGreaterThan(fetches);
        await cluster.links.java.mend();
      }),
    );
    const said = cluster.lines('java').slice(printed).join('\n');
    expect(said).toContain(`Got ${copied} instances from neighboring DS node`);
  });

  it('both of ours are shot: the first to start copies all from Java, where clients have gone on', async () => {
    const chronicle = story();
    const { cluster } = chronicle;
    await noted(chronicle.outages, async () => {
      await Promise.all(ours.map((each) => cluster.kill(each)));
      await beating(cluster.base('java'), instances, async () => {
        await chronicle.at('java').register({ id: 'comes-without-ours', stamp: chronicle.nextStamp() });
        chronicle.isNow('comes-without-ours');
        const printed = cluster.lines(one).length;
        await cluster.startAlone(one);
        // The link to it is still cut, and the other of ours is down: what it knows, it has asked Java for.
        await chronicle.alike([one]);
        expect(chronicle.saidOf('java', one, printed)).toContainEqual(
          expect.stringContaining(`copied ${chronicle.count} instances from`),
        );
        await cluster.links[one].mend();
        await cluster.startAgain(two);
        await chronicle.alike();
      });
    });
  });

  it('Java hangs until what it is owed has expired: ours go on, and then it hears of all', async () => {
    const chronicle = story();
    const { cluster } = chronicle;
    await registeredAtAll(chronicle, 'leaves-while-java-hangs');
    await toldOnce('java', ours, () =>
      noted(chronicle.outages, async () => {
        await cluster.whileJavaHangs(() =>
          beating(cluster.base(one), instances, async () => {
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
        await beating(cluster.base(two), [...instances, 'comes-while-java-hangs'], () => chronicle.alike());
      }),
    );
  });

  it('Java is cut off and comes back: what was done on either side is seen on the other', async () => {
    const chronicle = story();
    const { cluster } = chronicle;
    await registeredAtAll(chronicle, 'leaves-java');
    await registeredAtAll(chronicle, 'leaves-ours');
    const printed = ours.map((each) => cluster.lines(each).length);
    await toldOnce('java', ours, () =>
      noted(chronicle.outages, async () => {
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
        // Not sooner: a cut that nobody has met is none.
        await eventually(() => {
          for (const [index, each] of ours.entries()) {
            expect(chronicle.saidOf('java', each, Number(printed[index]))).toHaveLength(1);
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

/** How often Java has asked ours for the whole registry. */
const fetchesFromOurs = ({ links }: MixedCluster): number =>
  ours
    .flatMap((each) => links[each].exchanges)
    .filter(({ method, path, status }) => method === 'GET' && path === '/eureka/apps/' && status === 200)
    .length;
