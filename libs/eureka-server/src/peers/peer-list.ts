import { every, type Stop } from '@eureka-nest/runtime/time';
import { lookup } from 'node:dns/promises';
import type { ServerLogger } from '../log/server-logger.js';
import type { PeerAddress } from './peers.js';

/** Resolves a name to its IPv4 and IPv6 addresses. */
export type Resolve = (name: string) => Promise<readonly string[]>;

interface PeerListParts {
  /** Base URLs from the options; they are always peers. */
  readonly configured: readonly string[];
  /** Base URL whose host name is resolved: each of its addresses is a peer. */
  readonly dnsUrl?: string;
  readonly intervalMs: number;
  readonly update: (addresses: readonly PeerAddress[]) => void;
  readonly resolve?: Resolve;
  readonly logger: Pick<ServerLogger, 'log' | 'warn'>;
}

/** Resolver of the operating system, so that its hosts file counts too. */
const systemResolver: Resolve = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);

/**
 * Members of the cluster: the configured URLs and the addresses of one DNS name, resolved at an
 * interval. While the name does not resolve, or has no address, the last known peers stay.
 * Java: EurekaServiceUrls, PeerEurekaNodes.updatePeerEurekaNodes
 */
export class PeerList {
  private resolved: readonly PeerAddress[] | undefined;
  private problem: string | undefined;
  private stopResolving: Stop = () => undefined;
  private isStopped = false;

  constructor(private readonly parts: PeerListParts) {
    const { configured, dnsUrl, update } = parts;
    if (dnsUrl === undefined) this.resolved = [];
    update(configured.map((url) => ({ url })));
  }

  /** True once the DNS name, if there is one, was resolved. */
  get isComplete(): boolean {
    return this.resolved !== undefined;
  }

  async start(): Promise<void> {
    const { dnsUrl, intervalMs } = this.parts;
    if (dnsUrl === undefined || this.isStopped) return;
    this.stopResolving = every(intervalMs, () => this.resolve(dnsUrl));
    await this.resolve(dnsUrl);
  }

  /** Ends the lookups; what one in flight still finds is dropped. */
  stop(): void {
    this.isStopped = true;
    this.stopResolving();
  }

  private async resolve(dnsUrl: string): Promise<void> {
    const { configured, resolve = systemResolver, update } = this.parts;
    const { hostname } = new URL(dnsUrl);
    try {
      const addresses = await resolve(hostname);
      if (this.isStopped) return;
      if (addresses.length === 0) return this.logProblem(hostname, 'it has no addresses');
      this.resolved = [...new Set(addresses)].sort().map((address) => peerAt(dnsUrl, address));
    } catch (error) {
      if (this.isStopped) return;
      const { code, message } = error as NodeJS.ErrnoException;
      return this.logProblem(hostname, code ?? message);
    }
    if (this.problem !== undefined) this.parts.logger.log(`peers: ${hostname} resolves again`);
    this.problem = undefined;
    update([...configured.map((url) => ({ url })), ...this.resolved]);
  }

  private logProblem(name: string, problem: string): void {
    if (problem === this.problem) return;
    this.problem = problem;
    const consequence = this.resolved ? 'keeping the last known peers' : 'no peers by that name yet';
    this.parts.logger.warn(`peers: cannot resolve ${name} (${problem}): ${consequence}, retrying`);
  }
}

function peerAt(dnsUrl: string, address: string): PeerAddress {
  const url = new URL(dnsUrl);
  const servername = url.hostname;
  url.hostname = address.includes(':') ? `[${address}]` : address;
  return { url: url.href, servername };
}
