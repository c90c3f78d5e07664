import { noted, type ClusterChronicle } from './cluster-chronicle.js';
import type { Link } from './link.js';
import type { Node } from './mixed-cluster.js';
import { itemsIn } from './replication-traffic.js';
import { beating } from './wire-client.js';

interface Difference {
  readonly is: string;
  /** Who alone has heard of the newest version. */
  readonly ahead: Node;
  /** Whether all know an older one. */
  readonly known: boolean;
  /** Where its heartbeats come in. */
  readonly beatsAt: Node;
  /** Who is asked by that server, and what it answers. */
  readonly asked: Node;
  readonly answer: number;
}

const differences: readonly Difference[] = [
  {
    is: 'Java has never heard of it',
    ahead: 'eureka-7001',
    known: false,
    beatsAt: 'eureka-7001',
    asked: 'java',
    answer: 404,
  },
  {
    is: 'ours have never heard of it',
    ahead: 'java',
    known: false,
    beatsAt: 'java',
    asked: 'eureka-7001',
    answer: 404,
  },
  {
    is: 'Java has an older version',
    ahead: 'eureka-7001',
    known: true,
    beatsAt: 'eureka-7001',
    asked: 'java',
    answer: 404,
  },
  {
    is: 'ours have an older version',
    ahead: 'java',
    known: true,
    beatsAt: 'java',
    asked: 'eureka-7001',
    answer: 404,
  },
  {
    is: 'Java renews an older version than ours',
    ahead: 'eureka-7001',
    known: true,
    beatsAt: 'java',
    asked: 'eureka-7001',
    answer: 409,
  },
  {
    is: 'ours renew an older version than Java',
    ahead: 'java',
    known: true,
    beatsAt: 'eureka-7001',
    asked: 'java',
    answer: 409,
  },
];

/** What one of them has missed comes to it with the heartbeats, by nothing but the answers to those. */
export function itSettlesDifferences(story: () => ClusterChronicle): void {
  it.each(differences)('$is: a heartbeat is answered $answer, and all agree on the newer', async (row) => {
    const { is, ahead, known, beatsAt, asked, answer } = row;
    const chronicle = story();
    const id = is.replace(/ /g, '-');
    if (known) {
      await chronicle
        .at(ahead)
        .register({ id, stamp: chronicle.nextStamp(), metadata: { version: 'older' } });
      chronicle.isNow(id, { metadata: { version: 'older' } });
      await chronicle.alike();
    }
    await noted(chronicle.differences, async () => {
      const newer = { id, stamp: chronicle.nextStamp(), metadata: { version: 'newer' } };
      await chronicle.at(ahead).registerHereOnly(newer);
      chronicle.isNow(id, { metadata: newer.metadata, lastDirtyTimestamp: String(newer.stamp) });
      await beating(chronicle.cluster.base(beatsAt), [id], () => chronicle.alike());
    });
    expect(answersToHeartbeatsOf(id, chronicle.cluster.links[asked])).toContain(answer);
  });
}

const answersToHeartbeatsOf = (id: string, link: Link) =>
  itemsIn(link.exchanges)
    .filter(({ item }) => item.action === 'Heartbeat' && item.id === id)
    .map(({ answer }) => answer.statusCode);
