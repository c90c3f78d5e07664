import { withoutLogin } from '@eureka-nest/protocol';
import type { Mutation } from '../core/replication/replication-task.js';
import { Peer, type PeerParts } from './peer.js';
import { isOther } from './peer-state.js';
import type { OwnRegistry } from './own-registry.js';

/** Where a peer is. */
export interface PeerAddress {
  readonly url: string;
  /** The name in its certificate, where the URL has an address in the place of that. */
  readonly servername?: string;
}

/** The other servers of the cluster; each is told what happens here, and passes it on to nobody. Java: PeerEurekaNodes */
export class Peers {
  private readonly byUrl = new Map<string, Peer>();
  private local: OwnRegistry | undefined;

  constructor(private readonly parts: PeerParts) {}

  /** But for this server's own other addresses, and second ones of the others. */
  get all(): readonly Peer[] {
    return [...this.byUrl.values()].filter(({ state }) => isOther(state));
  }

  /** Whoever is not named any more is one no longer; who stays keeps what waits for it. */
  update(addresses: readonly PeerAddress[]): void {
    const named = new Set(addresses.map(({ url }) => url));
    for (const [url, peer] of this.byUrl) {
      if (named.has(url)) continue;
      this.byUrl.delete(url);
      peer.drop();
      this.parts.logger.log(`peer ${peer.url} is none any more`);
    }
    for (const address of addresses) if (!this.byUrl.has(address.url)) this.add(address);
    this.findTwins();
  }

  start(local: OwnRegistry): void {
    this.local = local;
    this.byUrl.forEach((peer) => peer.start(local));
  }

  replicate(change: Mutation): void {
    for (const peer of this.byUrl.values()) peer.replicate(change);
  }

  async close(limitMs: number): Promise<void> {
    await Promise.all([...this.byUrl.values()].map((peer) => peer.close(limitMs)));
  }

  private add({ url, servername }: PeerAddress): void {
    const { tls, logger } = this.parts;
    const peer = new Peer(url, {
      ...this.parts,
      tls: { ...tls, ...(servername !== undefined && { servername }) },
      identified: () => this.findTwins(),
    });
    this.byUrl.set(url, peer);
    if (!this.local) return;
    logger.log(`peer ${withoutLogin(url)} is new`);
    peer.start(this.local);
  }

  /** Of several addresses of one server the first that answers is the one. */
  private findTwins(): void {
    const peers = [...this.byUrl.values()];
    const seen = new Set<string>();
    const inOrder = [...peers.filter(({ link }) => link.answers), ...peers];
    const firsts = new Set<Peer>();
    for (const peer of inOrder) {
      const { node } = peer.link;
      if (node !== undefined && seen.has(node)) continue;
      if (node !== undefined) seen.add(node);
      firsts.add(peer);
    }
    for (const peer of peers) peer.setTwin(!firsts.has(peer));
  }
}
