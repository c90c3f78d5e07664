import { withoutLogin } from '@eureka-nest/protocol';
import type { Mutation } from '../core/replication/replication-task.js';
import type { OwnRegistry } from './service-backed-registry.js';
import { Peer, type PeerParts } from './peer.js';
import { isOtherServer } from './peer-state.js';

/** Address of a peer. */
export interface PeerAddress {
  readonly url: string;
  /** Name in its certificate; needed where the URL has an IP address instead. */
  readonly servername?: string;
}

/**
 * Other servers of the cluster. Each receives the mutations of this server's clients; a replicated
 * mutation is never forwarded. Java: PeerEurekaNodes
 */
export class Peers {
  private readonly byUrl = new Map<string, Peer>();
  private registry: OwnRegistry | undefined;
  private isClosed = false;
  private readonly upListeners = new Set<(url: string) => void>();

  constructor(private readonly parts: PeerParts) {}

  /** Peers without aliases and without this server's own addresses. */
  get all(): readonly Peer[] {
    return [...this.byUrl.values()].filter(({ state }) => isOtherServer(state));
  }

  /** Adds and removes peers so that exactly these remain; one that stays keeps its queue. */
  update(addresses: readonly PeerAddress[]): void {
    if (this.isClosed) return;
    const listed = new Set(addresses.map(({ url }) => url));
    for (const [url, peer] of this.byUrl) {
      if (listed.has(url)) continue;
      this.byUrl.delete(url);
      peer.abandon();
      this.parts.logger.log(`peer ${peer.url} removed`);
    }
    for (const address of addresses) if (!this.byUrl.has(address.url)) this.add(address);
    this.markAliases();
  }

  start(registry: OwnRegistry): void {
    if (this.isClosed) return;
    this.registry = registry;
    this.byUrl.forEach((peer) => peer.start(registry));
  }

  /** Calls the listener with the URL of each peer that starts to respond. */
  whenUp(listener: (url: string) => void): void {
    this.upListeners.add(listener);
  }

  replicate(mutation: Mutation): void {
    for (const peer of this.byUrl.values()) peer.replicate(mutation);
  }

  async close(limitMs: number): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.byUrl.values()].map((peer) => peer.close(limitMs)));
  }

  private add({ url, servername }: PeerAddress): void {
    const { tls, logger } = this.parts;
    const peer = new Peer(url, {
      ...this.parts,
      tls: { ...tls, ...(servername !== undefined && { servername }) },
      onIdentityChange: () => this.markAliases(),
      onUp: (up) => this.upListeners.forEach((listener) => listener(up)),
    });
    this.byUrl.set(url, peer);
    if (!this.registry) return;
    logger.log(`peer ${withoutLogin(url)} added`);
    peer.start(this.registry);
  }

  /** Makes the first responding URL of a process the peer, and its other URLs aliases. */
  private markAliases(): void {
    const peers = [...this.byUrl.values()];
    const responsiveFirst = [...peers.filter(({ link }) => link.isUp), ...peers];
    const seen = new Set<string>();
    const primary = new Set<Peer>();
    for (const peer of responsiveFirst) {
      const { node } = peer.link;
      if (node !== undefined && seen.has(node)) continue;
      if (node !== undefined) seen.add(node);
      primary.add(peer);
    }
    for (const peer of peers) peer.setAlias(!primary.has(peer));
  }
}
