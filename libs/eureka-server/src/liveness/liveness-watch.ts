import type { Clock } from '@eureka-nest/runtime/time';
import { setTimeout as sleep } from 'node:timers/promises';
import { instanceKey } from '../core/instance-key.js';
import type { RegistryReads } from '../core/registry/registry-reads.js';
import {
  type Disconnect,
  SECOND_PROBE_MS,
  disconnectVerdict,
  type ListingFacts,
  afterProbe,
} from './disconnect-verdict.js';
import { type InstanceAddress, instanceAddress, hostAndPort } from './instance-address.js';
import { EvictionBudget } from './eviction-budget.js';
import { limitProbes, tcpProbe, type TcpProbe } from './tcp-probe.js';

const MAX_CONCURRENT_PROBES = 100;

interface InstanceName {
  /** Application name in any case. */
  readonly app: string;
  readonly id: string;
}

interface LivenessWatchParts {
  readonly registry: RegistryReads;
  readonly removeDead: (app: string, id: string, why: string) => void;
  readonly renewalPercentThreshold: number;
  readonly clock: Clock;
  readonly probe?: TcpProbe;
  /** Waits for some ms; rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Instance with a feed connection of its own. */
interface ConnectedInstance extends InstanceName {
  connections: number;
  /** Address that accepted a probe. */
  reachableAt?: string;
  isProbing: boolean;
}

/**
 * Watches instances by their own feed connection, and runs {@link disconnectVerdict} when that
 * breaks without a cancel. A refused probe counts only for an address that accepted one before: a
 * firewall that refuses is not a dead process.
 */
export class LivenessWatch {
  private readonly connected = new Map<string, ConnectedInstance>();
  private readonly budget: EvictionBudget;
  private readonly probe: TcpProbe;
  private readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
  private readonly stopping = new AbortController();

  constructor(private readonly parts: LivenessWatchParts) {
    this.budget = new EvictionBudget(parts.renewalPercentThreshold);
    this.probe = limitProbes(MAX_CONCURRENT_PROBES, parts.probe ?? tcpProbe);
    this.pause = parts.pause ?? ((ms, signal) => sleep(ms, undefined, { signal }));
    // The connection may precede the registration, and the registration the open port.
    parts.registry.whenChanged((entry) => this.changed(entry));
  }

  opened({ app, id }: InstanceName): void {
    const key = instanceKey(app, id);
    const instance = this.connected.get(key) ?? { app, id, connections: 0, isProbing: false };
    instance.connections += 1;
    this.connected.set(key, instance);
    void this.checkReachable(instance);
  }

  /** Counts a closed connection; only the last one of an instance is a disconnect. */
  closed({ app, id }: InstanceName): void {
    const key = instanceKey(app, id);
    const instance = this.connected.get(key);
    if (!instance || --instance.connections > 0) return;
    this.connected.delete(key);
    const { reachableAt } = instance;
    if (reachableAt === undefined || this.isStopped) return;
    void this.investigate(instance, { brokenAt: this.parts.clock(), address: reachableAt, refusedAt: [] });
  }

  /** Ends the watch before this server closes the connections itself. */
  stop(): void {
    this.stopping.abort();
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private changed({ app, id }: InstanceName): void {
    if (this.connected.size === 0) return;
    const instance = this.connected.get(instanceKey(app, id));
    if (instance) void this.checkReachable(instance);
  }

  private async checkReachable(instance: ConnectedInstance): Promise<void> {
    const address = this.addressOf(instance);
    if (!address || instance.isProbing || instance.reachableAt === hostAndPort(address) || this.isStopped) {
      return;
    }
    instance.isProbing = true;
    const result = await this.probe(address.host, address.port);
    instance.isProbing = false;
    if (result === 'accepted') instance.reachableAt = hostAndPort(address);
  }

  private async investigate(path: InstanceName, broken: Disconnect): Promise<void> {
    const { clock } = this.parts;
    let disconnect: Disconnect | undefined = broken;
    while (disconnect && !this.isStopped) {
      switch (disconnectVerdict(disconnect, this.listingOf(path), clock())) {
        case 'keep':
          return;
        case 'probe':
          disconnect = await this.probeOnce(path, disconnect);
          break;
        case 'wait':
          await this.wait(SECOND_PROBE_MS);
          break;
        case 'remove':
          if (this.removeWithinBudget(path)) return;
          // The budget is spent: both probes are repeated once it allows another removal.
          await this.wait(this.budget.waitMs(clock()));
          disconnect = broken;
      }
    }
  }

  private async probeOnce(path: InstanceName, disconnect: Disconnect): Promise<Disconnect | undefined> {
    const address = this.addressOf(path);
    if (!address) return undefined;
    return afterProbe(disconnect, await this.probe(address.host, address.port), this.parts.clock());
  }

  private removeWithinBudget(path: InstanceName): boolean {
    const { registry, clock, removeDead } = this.parts;
    const address = this.addressOf(path);
    if (!address || !this.budget.trySpend(registry.size, clock())) return false;
    removeDead(path.app, path.id, `feed connection lost, port ${address.port} refused twice`);
    return true;
  }

  private async wait(ms: number): Promise<void> {
    await this.pause(ms, this.stopping.signal).catch(() => undefined);
  }

  private listingOf({ app, id }: InstanceName): ListingFacts | undefined {
    const address = this.addressOf({ app, id });
    const heardAt = this.parts.registry.heardAt(app, id);
    if (!address || heardAt === undefined) return undefined;
    return { address: hostAndPort(address), heardAt, isConnected: this.connected.has(instanceKey(app, id)) };
  }

  private addressOf({ app, id }: InstanceName): InstanceAddress | undefined {
    const given = this.parts.registry.peekListed(app, id);
    return given && instanceAddress(given);
  }
}
