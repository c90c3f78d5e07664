import type { Outage } from './complaints.js';
import { nodes, type MixedCluster, type Node } from './mixed-cluster.js';
import { alikeAtAll, type Replica } from './replicas.js';
import { WireClient } from './wire-client.js';

/**
 * A cluster with its history: the instances that must be listed, and the intended faults.
 */
export class ClusterChronicle {
  readonly outages: Outage[] = [];
  /** Times in which a test made one server know more than another. */
  readonly differences: Outage[] = [];
  private readonly expected = new Map<string, Partial<Replica>>();
  private lastStamp = Date.now();

  constructor(readonly cluster: MixedCluster) {}

  at(node: Node): WireClient {
    return new WireClient(this.cluster.base(node));
  }

  /** A timestamp that is newer than all before. */
  nextStamp(): number {
    return ++this.lastStamp;
  }

  /** Expects the instance to be listed from now on, with this state. */
  isNow(id: string, as: Partial<Replica> = {}): void {
    this.expected.set(id, { status: 'UP', overriddenStatus: 'UNKNOWN', ...as });
  }

  isGone(id: string): void {
    this.expected.delete(id);
  }

  /** Waits until these servers list exactly the expected instances with the same state. */
  async alike(at: readonly Node[] = nodes): Promise<void> {
    await alikeAtAll(
      at.map((each) => this.cluster.base(each)),
      Object.fromEntries(this.expected),
    );
  }

  /**
   * Waits until this server lists exactly the expected instances that are UP; returns their number.
   */
  async onlyThoseUpAt(node: Node): Promise<number> {
    const up = [...this.expected].filter(([, { status }]) => status === 'UP');
    await alikeAtAll([this.cluster.base(node)], Object.fromEntries(up));
    return up.length;
  }

  /** Number of expected instances. */
  get count(): number {
    return this.expected.size;
  }

  /** Lines of one server about its peer, from a line on. */
  linesAbout(peer: Node, by: Node, since: number): readonly string[] {
    const { cluster } = this;
    const url = peer === 'java' ? cluster.links.java.url : `${cluster.base(peer)}/eureka/`;
    return cluster
      .lines(by)
      .slice(since)
      .filter((line) => line.includes(url));
  }
}

/** A Java server may complain about an ended fault with its next batch. */
const LATE_MS = 1_000;

/** Records the time of a fault, until the cluster is consistent again. */
export async function recorded(among: Outage[], what: () => Promise<void>): Promise<void> {
  const from = Date.now();
  await what().finally(() => among.push({ from, to: Date.now() + LATE_MS }));
}
