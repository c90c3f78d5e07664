import { eventually } from '../../harness/eventually.js';
import { renewedAt } from './listing.js';
import type { ClusterChronicle } from './cluster-chronicle.js';
import { nodes, type Node } from './mixed-cluster.js';
import type { Replica } from './replicas.js';
import type { WireClient } from './wire-client.js';

/** One instance per server, which does all that it does there. */
export const idAt = (node: Node) => `at-${node}`;

interface Change {
  readonly is: string;
  readonly made: (client: WireClient, id: string, nextStamp: () => number) => Promise<unknown>;
  readonly seen: Partial<Replica>;
}

const changes: readonly Change[] = [
  {
    is: 'a registration',
    made: (client, id, nextStamp) =>
      client.register({ id, stamp: nextStamp(), metadata: { color: 'blue', 中文: '尚硅谷 <&>' } }),
    seen: { metadata: { color: 'blue', 中文: '尚硅谷 <&>' } },
  },
  {
    is: 'a forced status',
    made: (client, id) => client.setStatus(id, 'OUT_OF_SERVICE'),
    seen: { status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' },
  },
  {
    is: 'the end of a forced status',
    made: (client, id) => client.removeOverride(id, 'UP'),
    seen: { status: 'UP' },
  },
  {
    is: 'metadata added from outside',
    made: (client, id) => client.setMetadata(id, 'color', 'red'),
    seen: { metadata: { color: 'red', 中文: '尚硅谷 <&>' } },
  },
  {
    is: 'a newer registration, which replaces all that',
    made: (client, id, nextStamp) =>
      client.register({ id, stamp: nextStamp(), status: 'DOWN', metadata: { color: 'green' } }),
    seen: { status: 'DOWN', metadata: { color: 'green' } },
  },
  {
    is: 'a registration that is UP again',
    made: (client, id, nextStamp) => client.register({ id, stamp: nextStamp() }),
    seen: { status: 'UP' },
  },
];

/** Each change is made at each of the three, and waited for at all three. */
export function itSharesEveryChange(story: () => ClusterChronicle): void {
  it.each(changes)('$is at any of them is seen at all', async ({ made, seen }) => {
    const chronicle = story();
    for (const node of nodes) {
      await made(chronicle.at(node), idAt(node), () => chronicle.nextStamp());
      chronicle.isNow(idAt(node), seen);
    }
    await chronicle.alike();
  });

  it('a heartbeat at any of them renews the lease at all', async () => {
    const { cluster } = story();
    const renewals = (node: Node) =>
      Promise.all(cluster.bases.map((base) => renewedAt(base, 'SHOP', idAt(node))));
    const before = await Promise.all(nodes.map(renewals));
    for (const node of nodes) await story().at(node).heartbeat(idAt(node));
    await eventually(async () => {
      for (const [index, node] of nodes.entries()) {
        for (const [at, now] of (await renewals(node)).entries()) {
          expect(now).toBeGreaterThan(Number(before[index]?.[at]));
        }
      }
    });
  });

  it('a cancel at any of them is seen at all', async () => {
    const chronicle = story();
    for (const node of nodes) {
      await chronicle.at(node).register({ id: `leaves-${node}`, stamp: chronicle.nextStamp() });
      chronicle.isNow(`leaves-${node}`);
    }
    await chronicle.alike();
    for (const node of nodes) {
      await chronicle.at(node).cancel(`leaves-${node}`);
      chronicle.isGone(`leaves-${node}`);
    }
    await chronicle.alike();
  });
}
