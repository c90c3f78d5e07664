import type { Clock } from '@eureka-nest/runtime/time';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { instanceKey } from '../core/instance-key.js';
import type { RegistryReads } from '../core/registry/registry-reads.js';
import type { ServerLogger } from '../log/server-logger.js';
import {
  type Disconnect,
  SECOND_PROBE_MS,
  disconnectVerdict,
  type ListingFacts,
  afterProbe,
} from './disconnect-verdict.js';
import { EvictionBudget } from './eviction-budget.js';
import { comesFrom, type IsOwnAddress } from './feed-origin.js';
import { type InstanceAddress, instanceAddress, hostAndPort } from './instance-address.js';
import { type LimitedProbe, limitProbes, tcpProbe, type TcpProbe } from './tcp-probe.js';

/** Limits of probes, for connected instances and again for broken connections. */
const PROBE_LIMITS = { total: 100, perHost: 10 };

interface InstanceName {
  /** Application name in any case. */
  readonly app: string;
  readonly id: string;
}

/** Feed connection of an instance. */
interface InstanceConnection extends InstanceName {
  /** Address that it comes from; left out if any address may speak for any instance. */
  readonly from?: string;
}

interface LivenessWatchParts {
  readonly registry: RegistryReads;
  readonly removeDead: (app: string, id: string, why: string) => void;
  readonly renewalPercentThreshold: number;
  readonly clock: Clock;
  /**
   * True if every connection has a login: then it may say that an instance lives, whatever its
   * address.
   */
  readonly hasLogin?: boolean;
  readonly isOwnAddress?: IsOwnAddress;
  readonly probe?: TcpProbe;
  readonly logger?: Pick<ServerLogger, 'error'>;
  /** Waits for some ms; rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Instance with feed connections that name it. */
interface ConnectedInstance extends InstanceName {
  /** Addresses that they come from, one for each. */
  readonly origins: (string | undefined)[];
  /** Address that accepted a probe. */
  reachableAt?: string;
  isProbing: boolean;
}

/**
 * Watches instances by their own feed connection, and runs {@link disconnectVerdict} when that
 * breaks without a cancel. A refused probe counts only for an address that accepted one before: a
 * firewall that refuses is not a dead process.
 *
 * A connection speaks for an instance only if it comes from its registered address, or has a login.
 * Only an address that such a connection came from is probed, so that no reader of the feed decides
 * whom this server connects to. A host name is never resolved.
 */
export class LivenessWatch {
  private readonly connected = new Map<string, ConnectedInstance>();
  /** The latest disconnect of each instance; an older one is investigated no further. */
  private readonly disconnects = new Map<string, Disconnect>();
  private readonly budget: EvictionBudget;
  private readonly probeConnected: LimitedProbe;
  private readonly probeBroken: LimitedProbe;
  private readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
  private readonly stopping = new AbortController();

  constructor(private readonly parts: LivenessWatchParts) {
    this.budget = new EvictionBudget(parts.renewalPercentThreshold);
    const { total, perHost } = PROBE_LIMITS;
    this.probeConnected = limitProbes(total, parts.probe ?? tcpProbe, perHost);
    this.probeBroken = limitProbes(total, parts.probe ?? tcpProbe, perHost);
    this.pause = parts.pause ?? ((ms, signal) => sleep(ms, undefined, { signal }));
    // The connection may precede the registration, and the registration the open port.
    parts.registry.whenChanged((entry) => this.changed(entry));
  }

  /** Called when a feed connection opens or closes; left out while no console is open. */
  whenConnectionChanges: ((app: string, id: string) => void) | undefined;

  opened({ app, id, from }: InstanceConnection): void {
    const key = instanceKey(app, id);
    const instance = this.connected.get(key) ?? { app, id, origins: [], isProbing: false };
    instance.origins.push(from);
    this.connected.set(key, instance);
    this.whenConnectionChanges?.(app, id);
    this.checkReachable(instance).catch(this.logDefect);
  }

  /** Removes a closed connection; only the last one that speaks for an instance is a disconnect. */
  closed({ app, id, from }: InstanceConnection): void {
    const key = instanceKey(app, id);
    const instance = this.connected.get(key);
    if (!instance) return;
    instance.origins.splice(instance.origins.indexOf(from), 1);
    if (instance.origins.length === 0) this.connected.delete(key);
    this.whenConnectionChanges?.(app, id);
    const { reachableAt } = instance;
    if (reachableAt === undefined || this.isStopped || this.isConnected(instance)) return;
    const address = this.addressOf(instance);
    if (!address || !this.comesFrom(from, address)) return;
    const disconnect = { brokenAt: this.parts.clock(), address: reachableAt, refusedAt: [] };
    this.disconnects.set(key, disconnect);
    this.investigate(instance, disconnect)
      .finally(() => {
        if (this.disconnects.get(key) === disconnect) this.disconnects.delete(key);
      })
      .catch(this.logDefect);
  }

  /** Ends the watch before this server closes the connections itself. */
  stop(): void {
    this.stopping.abort();
  }

  private readonly logDefect = (error: unknown): void => this.parts.logger?.error(String(error));

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private changed({ app, id }: InstanceName): void {
    if (this.connected.size === 0) return;
    const instance = this.connected.get(instanceKey(app, id));
    if (instance) this.checkReachable(instance).catch(this.logDefect);
  }

  private async checkReachable(instance: ConnectedInstance): Promise<void> {
    const address = this.addressOf(instance);
    if (!address || instance.isProbing || instance.reachableAt === hostAndPort(address) || this.isStopped) {
      return;
    }
    const isWanted = () => !this.isStopped && instance.origins.some((from) => this.comesFrom(from, address));
    if (!isWanted()) return;
    instance.isProbing = true;
    const result = await this.probeConnected(address.host, address.port, isWanted).finally(() => {
      instance.isProbing = false;
    });
    if (result === 'accepted') instance.reachableAt = hostAndPort(address);
    // The instance may have moved during the probe.
    const current = this.addressOf(instance);
    if (current && hostAndPort(current) !== hostAndPort(address)) await this.checkReachable(instance);
  }

  private async investigate(path: InstanceName, broken: Disconnect): Promise<void> {
    const { clock } = this.parts;
    const isLatest = () => this.disconnects.get(instanceKey(path.app, path.id)) === broken;
    let disconnect: Disconnect | undefined = broken;
    while (disconnect && isLatest() && !this.isStopped) {
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
    const isWanted = () => !this.isStopped && !this.isConnected(path);
    const result = await this.probeBroken(address.host, address.port, isWanted);
    return afterProbe(disconnect, result, this.parts.clock());
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
    return { address: hostAndPort(address), heardAt, isConnected: this.isConnected({ app, id }) };
  }

  /** True if a connection speaks for the instance. */
  isConnected({ app, id }: InstanceName): boolean {
    const origins = this.connected.get(instanceKey(app, id))?.origins ?? [];
    if (origins.length === 0 || this.parts.hasLogin) return origins.length > 0;
    const address = this.addressOf({ app, id });
    return address !== undefined && origins.some((from) => this.comesFrom(from, address));
  }

  /** True if a connection comes from the instance's registered address, login or not. */
  isAtItsAddress({ app, id }: InstanceName): boolean {
    const address = this.addressOf({ app, id });
    const origins = this.connected.get(instanceKey(app, id))?.origins ?? [];
    return (
      address !== undefined && origins.some((from) => from !== undefined && this.comesFrom(from, address))
    );
  }

  private comesFrom(from: string | undefined, { host }: InstanceAddress): boolean {
    return isIP(host) > 0 && (from === undefined || comesFrom(from, host, this.parts.isOwnAddress));
  }

  private addressOf({ app, id }: InstanceName): InstanceAddress | undefined {
    const given = this.parts.registry.peekListed(app, id);
    return given && instanceAddress(given);
  }
}
