import { every, type Stop } from '@eureka-nest/runtime/time';
import { lookup } from 'node:dns/promises';
import type { ServerLogger } from '../log/server-logger.js';
import type { PeerAddress } from './peers.js';

/** The addresses of a name, of both kinds. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export interface PeerListParts {
  /** Base URLs that stay. */
  readonly fixed: readonly string[];
  /** The base URL of all peers but for the host: each address of that name is one. */
  readonly byName?: string;
  readonly intervalMs: number;
  readonly update: (addresses: readonly PeerAddress[]) => void;
  readonly resolve?: Resolve;
  readonly logger: Pick<ServerLogger, 'log' | 'warn'>;
}

/** As the operating system does, so that its hosts file counts too. */
const resolveBySystem: Resolve = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);

/**
 * Who the peers are: those that are named, and all addresses of one name, read again and again. Where the name does not resolve,
 * or to nothing, whoever was a peer stays one. Java: EurekaServiceUrls, PeerEurekaNodes.updatePeerEurekaNodes
 */
export class PeerList {
  private found: readonly PeerAddress[] | undefined;
  private problem: string | undefined;
  private stopReading: Stop = () => undefined;

  constructor(private readonly parts: PeerListParts) {
    const { fixed, byName, update } = parts;
    if (byName === undefined) this.found = [];
    update(fixed.map((url) => ({ url })));
  }

  /** Whether all that is to be read was read once. */
  get isKnown(): boolean {
    return this.found !== undefined;
  }

  async start(): Promise<void> {
    const { byName, intervalMs } = this.parts;
    if (byName === undefined) return;
    this.stopReading = every(intervalMs, () => void this.read(byName));
    await this.read(byName);
  }

  stop(): void {
    this.stopReading();
  }

  private async read(byName: string): Promise<void> {
    const { fixed, resolve = resolveBySystem, update } = this.parts;
    const { hostname } = new URL(byName);
    try {
      const addresses = await resolve(hostname);
      if (addresses.length === 0) return this.tell(hostname, 'it has no addresses');
      this.found = [...new Set(addresses)].sort().map((address) => at(byName, address));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return this.tell(hostname, code ?? message);
    }
    if (this.problem !== undefined) this.parts.logger.log(`peers: ${hostname} resolves again`);
    this.problem = undefined;
    update([...fixed.map((url) => ({ url })), ...this.found]);
  }

  private tell(name: string, problem: string): void {
    if (problem === this.problem) return;
    this.problem = problem;
    const kept = this.found ? 'the peers stay who they were' : 'no peers by that name yet';
    this.parts.logger.warn(`peers: cannot resolve ${name} (${problem}): ${kept}, retrying`);
  }
}

function at(byName: string, address: string): PeerAddress {
  const url = new URL(byName);
  const servername = url.hostname;
  url.hostname = address.includes(':') ? `[${address}]` : address;
  return { url: url.href, servername };
}
