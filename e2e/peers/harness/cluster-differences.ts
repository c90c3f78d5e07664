import { recorded, type ClusterChronicle } from './cluster-chronicle.js';
import type { Link } from './link.js';
import type { Node } from './mixed-cluster.js';
import { itemsIn } from './replication-traffic.js';
import { withHeartbeats } from './wire-client.js';

interface Difference {
  readonly name: string;
  /** The server that alone has the newest version. */
  readonly ahead: Node;
  /** True if all servers have an older version. */
  readonly known: boolean;
  /** The server that receives the heartbeats. */
  readonly heartbeatsAt: Node;
  /** The server that receives their replicas, and its status. */
  readonly peer: Node;
  readonly status: number;
}

const differences: readonly Difference[] = [
  {
    name: 'Java does not know the instance',
    ahead: 'eureka-7001',
    known: false,
    heartbeatsAt: 'eureka-7001',
    peer: 'java',
    status: 404,
  },
  {
    name: 'ours do not know the instance',
    ahead: 'java',
    known: false,
    heartbeatsAt: 'java',
    peer: 'eureka-7001',
    status: 404,
  },
  {
    name: 'Java has an older version',
    ahead: 'eureka-7001',
    known: true,
    heartbeatsAt: 'eureka-7001',
    peer: 'java',
    status: 404,
  },
  {
    name: 'ours have an older version',
    ahead: 'java',
    known: true,
    heartbeatsAt: 'java',
    peer: 'eureka-7001',
    status: 404,
  },
  {
    name: 'Java renews an older version than ours',
    ahead: 'eureka-7001',
    known: true,
    heartbeatsAt: 'java',
    peer: 'eureka-7001',
    status: 409,
  },
  {
    name: 'ours renew an older version than Java',
    ahead: 'java',
    known: true,
    heartbeatsAt: 'eureka-7001',
    peer: 'java',
    status: 409,
  },
];

/**
 * A server that has missed a version receives it because of the responses to heartbeats.
 */
export function itSettlesDifferences(story: () => ClusterChronicle): void {
  it.each(differences)('$name: a heartbeat gets $status, and all agree on the newer version', async (row) => {
    const { name, ahead, known, heartbeatsAt, peer, status } = row;
    const chronicle = story();
    const id = name.replace(/ /g, '-');
    if (known) {
      await chronicle
        .at(ahead)
        .register({ id, stamp: chronicle.nextStamp(), metadata: { version: 'older' } });
      chronicle.isNow(id, { metadata: { version: 'older' } });
      await chronicle.alike();
    }
    await recorded(chronicle.differences, async () => {
      const newer = { id, stamp: chronicle.nextStamp(), metadata: { version: 'newer' } };
      await chronicle.at(ahead).registerHereOnly(newer);
      chronicle.isNow(id, { metadata: newer.metadata, lastDirtyTimestamp: String(newer.stamp) });
      await withHeartbeats(chronicle.cluster.base(heartbeatsAt), [id], () => chronicle.alike());
    });
    expect(heartbeatStatuses(id, chronicle.cluster.links[peer])).toContain(status);
  });
}

const heartbeatStatuses = (id: string, link: Link) =>
  itemsIn(link.exchanges)
    .filter(({ item }) => item.action === 'Heartbeat' && item.id === id)
    .map(({ outcome }) => outcome.statusCode);
