import { eventually } from '../../harness/eventually.js';
import { renewedAt } from './listing.js';
import type { ClusterChronicle } from './cluster-chronicle.js';
import { nodes, type Node } from './mixed-cluster.js';
import type { Replica } from './replicas.js';
import type { WireClient } from './wire-client.js';

/** Id of the instance that makes its changes at one server. */
export const idAt = (node: Node) => `at-${node}`;

interface Change {
  readonly name: string;
  readonly make: (client: WireClient, id: string, nextStamp: () => number) => Promise<unknown>;
  readonly expected: Partial<Replica>;
}

const changes: readonly Change[] = [
  {
    name: 'a registration',
    make: (client, id, nextStamp) =>
      client.register({ id, stamp: nextStamp(), metadata: { color: 'blue', 中文: '尚硅谷 <&>' } }),
    expected: { metadata: { color: 'blue', 中文: '尚硅谷 <&>' } },
  },
  {
    name: 'a forced status',
    make: (client, id) => client.setStatus(id, 'OUT_OF_SERVICE'),
    expected: { status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' },
  },
  {
    name: 'the end of a forced status',
    make: (client, id) => client.removeOverride(id, 'UP'),
    expected: { status: 'UP' },
  },
  {
    name: 'a change of the metadata',
    make: (client, id) => client.setMetadata(id, 'color', 'red'),
    expected: { metadata: { color: 'red', 中文: '尚硅谷 <&>' } },
  },
  {
    name: 'a newer registration, which replaces all of these',
    make: (client, id, nextStamp) =>
      client.register({ id, stamp: nextStamp(), status: 'DOWN', metadata: { color: 'green' } }),
    expected: { status: 'DOWN', metadata: { color: 'green' } },
  },
  {
    name: 'a registration that is UP again',
    make: (client, id, nextStamp) => client.register({ id, stamp: nextStamp() }),
    expected: { status: 'UP' },
  },
];

/** Makes each change at each of the three servers, and expects it at all three. */
export function itReplicatesEveryChange(story: () => ClusterChronicle): void {
  it.each(changes)('$name at any of them is seen at all', async ({ make, expected }) => {
    const chronicle = story();
    for (const node of nodes) {
      await make(chronicle.at(node), idAt(node), () => chronicle.nextStamp());
      chronicle.isNow(idAt(node), expected);
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
