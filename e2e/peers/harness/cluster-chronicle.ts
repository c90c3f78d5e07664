import type { Outage } from './complaints.js';
import { nodes, type MixedCluster, type Node } from './mixed-cluster.js';
import { alikeAtAll, type Replica } from './replicas.js';
import { WireClient } from './wire-client.js';

/** A cluster, and all that has become of it so far: who has to be listed, and when something was broken on purpose. */
export class ClusterChronicle {
  readonly outages: Outage[] = [];
  /** Times in which one server was made to know what another does not. */
  readonly differences: Outage[] = [];
  private readonly expected = new Map<string, Partial<Replica>>();
  private lastStamp = Date.now();

  constructor(readonly cluster: MixedCluster) {}

  at(node: Node): WireClient {
    return new WireClient(this.cluster.base(node));
  }

  /** A stamp that makes whatever carries it the newest. */
  nextStamp(): number {
    return ++this.lastStamp;
  }

  /** From now on it has to be listed, and so. */
  isNow(id: string, as: Partial<Replica> = {}): void {
    this.expected.set(id, { status: 'UP', overriddenStatus: 'UNKNOWN', ...as });
  }

  isGone(id: string): void {
    this.expected.delete(id);
  }

  /** Waits until these list exactly those that have to be listed, and say the same of each. */
  async alike(at: readonly Node[] = nodes): Promise<void> {
    await alikeAtAll(
      at.map((each) => this.cluster.base(each)),
      Object.fromEntries(this.expected),
    );
  }

  /** Waits until this one lists those that are UP, and no others; says how many that are. */
  async onlyThoseUpAt(node: Node): Promise<number> {
    const up = [...this.expected].filter(([, { status }]) => status === 'UP');
    await alikeAtAll([this.cluster.base(node)], Object.fromEntries(up));
    return up.length;
  }

  /** How many have to be listed. */
  get count(): number {
    return this.expected.size;
  }

  /** What it has said of its peer since it had printed so many lines. */
  saidOf(peer: Node, by: Node, since: number): readonly string[] {
    const { cluster } = this;
    const url = peer === 'java' ? cluster.links.java.url : `${cluster.base(peer)}/eureka/`;
    return cluster
      .lines(by)
      .slice(since)
      .filter((line) => line.includes(url));
  }
}

/** A Java server may hear of what is over with the batch that it sends next, and complain then. */
const LATE_MS = 1_000;

/** Notes from when to when this went on, until all was well again. */
export async function noted(among: Outage[], what: () => Promise<void>): Promise<void> {
  const from = Date.now();
  await what().finally(() => among.push({ from, to: Date.now() + LATE_MS }));
}
