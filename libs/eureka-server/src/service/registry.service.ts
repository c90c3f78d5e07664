import { idOf, type InstanceInfo, type InstanceStatus, type ListedRow } from '@eureka-nest/protocol';
import { systemClock, type Clock, type Stop } from '@eureka-nest/runtime/time';
import type { Heartbeat, HeartbeatResult, Origin } from '../core/registry/heartbeat.js';
import type { ListedInstance } from '../core/registry/listed-instance.js';
import { Inventory } from '../core/anti-entropy/inventory.js';
import { ReplicaMerge } from '../core/anti-entropy/replica-merge.js';
import type { Registry } from '../core/registry/registry.js';
import type { CancelContext, StatusContext } from '../core/registry/change-context.js';
import type { Mutation } from '../core/replication/replication-task.js';
import { validateRegistration } from '../core/registry/registration.js';
import { hostAndPort, DuplicateIds } from '../core/registry/duplicate-ids.js';
import { consoleLogger } from '../log/console-logger.js';
import type { ServerLogger } from '../log/server-logger.js';
import { instanceName, oneLine, silenceText, selfPreservationText } from './log-format.js';

export interface RegistryServiceParts {
  readonly clock?: Clock;
  /** Replicates a mutation to the peers. */
  readonly replicate?: (mutation: Mutation) => void;
  readonly logger?: ServerLogger;
  readonly warnOfSharedIds?: boolean;
}

/**
 * The one place where a change is applied to the registry, logged, and replicated to the peers.
 * Changes that came from a peer are not replicated: they would circle for ever.
 */
export class RegistryService {
  readonly clock: Clock;
  /** The registry's side of a comparison with a peer. */
  readonly inventory: Inventory;
  private readonly merge: ReplicaMerge;
  /** Empty if `warnOfSharedIds` is off. */
  readonly duplicateIds: DuplicateIds;
  private readonly replicate: (mutation: Mutation) => void;
  private readonly logger: ServerLogger;
  private readonly warnOfSharedIds: boolean;
  private readonly cancelListeners = new Set<(instance: InstanceInfo) => void>();
  private preserving = false;

  /** @param registry free to be read; every change goes through this service */
  constructor(
    readonly registry: Registry,
    parts: RegistryServiceParts = {},
  ) {
    this.clock = parts.clock ?? systemClock;
    this.replicate = parts.replicate ?? (() => undefined);
    this.logger = parts.logger ?? consoleLogger()('Registry');
    this.warnOfSharedIds = parts.warnOfSharedIds ?? true;
    this.inventory = new Inventory(registry.state);
    this.merge = new ReplicaMerge(registry);
    this.duplicateIds = new DuplicateIds(this.clock);
  }

  get size(): number {
    return this.registry.reads.size;
  }

  // ---- instances ----

  /** @param at time of the registration, if a Eureka Nest peer reports it */
  register(given: InstanceInfo, from: Origin, at?: number): void {
    if (at !== undefined && this.merge.hasLeftSince(given, at)) return;
    const before = this.registry.reads.peekListed(given.app, idOf(given));
    const doubt = before && from === 'client' ? this.duplicateDoubt(before, given) : undefined;
    const now = at === undefined ? this.registry.register(given, from) : this.merge.register(given, at);
    this.logRegistered(before, now, from, doubt);
    if (from === 'client') this.replicate({ action: 'Register', instance: given });
  }

  heartbeat(app: string, id: string, heartbeat: Heartbeat): HeartbeatResult {
    const result = this.registry.heartbeat(app, id, heartbeat);
    const { from, lastDirtyTimestamp } = heartbeat;
    const { verdict, listed: instance } = result;
    if (this.isDebugEnabled()) {
      this.logger.debug(`heartbeat of ${oneLine(`${app}/${id}`)}: ${verdict} (from ${from})`);
    }
    if (!instance || from === 'peer') return result;
    if (this.duplicateIds.size > 0) {
      this.duplicateIds.recordHeartbeat(app, id, lastDirtyTimestamp, instance.lastDirtyTimestamp);
    }
    const overriddenStatus = this.registry.reads.overrideOf(id);
    this.replicate({ action: 'Heartbeat', instance, overriddenStatus });
    return result;
  }

  /** Returns false if there is no such instance, as do all methods below. */
  cancel(app: string, id: string, from: Origin, context: CancelContext = {}): boolean {
    if (from === 'peer' && this.merge.outlives(app, id, context)) return true;
    const instance = this.remove(app, id, from, context);
    if (instance) this.logger.log(`cancelled ${instanceName(instance)} (from ${from})`);
    return instance !== undefined;
  }

  /**
   * Removes an instance found dead, as a cancel by itself. If it is alive after all, its next
   * heartbeat is answered register-again.
   */
  removeDead(app: string, id: string, reason: string): boolean {
    const instance = this.remove(app, id, 'client');
    if (instance) this.logger.warn(`removed ${instanceName(instance)}: ${reason}`);
    return instance !== undefined;
  }

  // ---- operators ----

  setStatus(app: string, id: string, status: InstanceStatus, context: StatusContext): boolean {
    const before = this.registry.reads.peekListed(app, id)?.status;
    const instance = this.rulesOf(context).setStatus(app, id, status, context);
    if (!instance) return false;
    if (before !== instance.status) {
      this.logger.log(`override set on ${instanceName(instance)}: ${status} (from ${context.from})`);
    }
    if (context.from === 'client') this.replicate({ action: 'StatusUpdate', instance, status });
    return true;
  }

  removeOverride(app: string, id: string, status: InstanceStatus, context: StatusContext): boolean {
    const before = this.registry.reads.peekListed(app, id)?.overriddenStatus;
    const instance = this.rulesOf(context).removeOverride(app, id, status, context);
    if (!instance) return false;
    if (before !== instance.overriddenStatus) {
      const change = `${before}, now ${instance.status}`;
      this.logger.log(`override removed from ${instanceName(instance)}: ${change} (from ${context.from})`);
    }
    if (context.from === 'client') this.replicate({ action: 'DeleteStatusOverride', instance, status });
    return true;
  }

  /** QUIRK(InstanceResource.updateMetadata): always replicated, even if a peer sent it. */
  putMetadata(app: string, id: string, entries: readonly (readonly [string, string])[]): boolean {
    const instance = this.registry.putMetadata(app, id, entries);
    if (!instance) return false;
    if (entries.length > 0) {
      const text = entries.map(([key, value]) => `${key}=${value}`).join(', ');
      this.logger.log(`metadata of ${instanceName(instance)}: ${oneLine(text)}`);
    }
    this.replicate({ action: 'Register', instance });
    return true;
  }

  // ---- peers ----

  /** Takes over an instance of which a peer has a newer version. */
  acceptPeerCopy(instance: InstanceInfo): void {
    if (instance.overriddenStatus !== 'UNKNOWN') {
      this.registry.storeOverride(instance.app, idOf(instance), instance.overriddenStatus);
    }
    this.register(instance, 'peer');
  }

  /** {@link ReplicaMerge.copyFromPeer} of an instance that passes the checks of a registration. */
  copyFromPeer(instance: InstanceInfo, aheadMs: number): boolean {
    if (validateRegistration(instance.app, instance) !== undefined) return false;
    return this.merge.copyFromPeer(instance, aheadMs);
  }

  /** Takes over an instance as a peer lists it; returns true if that changed our listing. */
  mergeListed(instance: InstanceInfo, row: ListedRow): boolean {
    if (validateRegistration(instance.app, instance) !== undefined) return false;
    const [app, id] = [instance.app, idOf(instance)];
    const before = this.registry.reads.peekListed(app, id);
    const hashBefore = this.inventory.listingHashOf(app, id);
    this.logRegistered(before, this.merge.mergeListed(instance, row), 'peer');
    return this.inventory.listingHashOf(app, id) !== hashBefore;
  }

  /** Takes over the status and override with which a peer lists an instance. */
  mergeStatus(app: string, row: ListedRow): void {
    this.merge.mergeStatus(app, row);
    const { id, status, overriddenStatus } = row;
    const override = overriddenStatus === 'UNKNOWN' ? '' : `, override ${overriddenStatus}`;
    this.logger.log(oneLine(`status of ${app}/${id}: ${status}${override} (from peer)`));
  }

  // ---- timers ----

  /** Evicts expired instances; peers evict on their own, so this is not replicated. */
  evict(lateMs: number): void {
    const now = this.clock();
    for (const instance of this.registry.evict(lateMs)) {
      this.duplicateIds.remove(instance.app, idOf(instance));
      this.logger.warn(`evicted ${instanceName(instance)}: ${silenceText(instance.leaseInfo, now)}`);
    }
  }

  /** Ends a minute of counting renewals; a timer calls it. */
  closeMinute(): void {
    this.registry.closeMinute();
    this.duplicateIds.forgetOld();
    const { selfPreservation } = this.registry.reads;
    const preserving = selfPreservation.enabled && selfPreservation.isBelowThreshold();
    if (preserving === this.preserving) return;
    this.preserving = preserving;
    const state = preserving ? 'on' : 'over';
    this.logger.warn(`self-preservation is ${state}: ${selfPreservationText(selfPreservation)}`);
  }

  /** Calls the listener after each cancel, by a client, a peer or this server. */
  whenCancelled(listener: (instance: InstanceInfo) => void): Stop {
    this.cancelListeners.add(listener);
    return () => void this.cancelListeners.delete(listener);
  }

  logRefused(what: string, who: string, why: string): void {
    this.logger.warn(oneLine(`refused ${what} from ${who}: ${why}`));
  }

  /** Logs an internal error, whose details the caller need not see. */
  logFailed(what: string, error: unknown): void {
    this.logger.error(oneLine(`failed: ${what}`), error instanceof Error ? error.stack : String(error));
  }

  private remove(app: string, id: string, from: Origin, context?: CancelContext): InstanceInfo | undefined {
    const instance = this.registry.cancel(app, id, context);
    if (!instance) return undefined;
    this.duplicateIds.remove(instance.app, id);
    if (from === 'client') this.replicate({ action: 'Cancel', instance });
    this.cancelListeners.forEach((listener) => listener(instance));
    return instance;
  }

  /** Warning of a living instance that is replaced from another address, at its first sign. */
  private duplicateDoubt(before: ListedInstance, given: InstanceInfo): string | undefined {
    const id = idOf(given);
    const [here, there] = [hostAndPort(before), hostAndPort(given)];
    const isMoved = this.warnOfSharedIds && here !== there && this.registry.reads.isAlive(given.app, id);
    if (!isMoved || !this.duplicateIds.recordMove(id, before, given)) return undefined;
    const move = `moved from ${here} to ${there} with its lease still valid`;
    return oneLine(`${move}; do two instances share this id?`);
  }

  /** Java's rules; `ReplicaMerge` has those for a change whose time a peer reports. */
  private rulesOf({ at }: StatusContext): Pick<Registry, 'setStatus' | 'removeOverride'> {
    return at === undefined ? this.registry : this.merge;
  }

  private isDebugEnabled(): boolean {
    return this.logger.isDebugEnabled?.() ?? true;
  }

  private logRegistered(before: ListedInstance | undefined, now: InstanceInfo, from: Origin, doubt?: string) {
    const isNews = before?.status !== now.status;
    if (!isNews && !doubt && !this.isDebugEnabled()) return;
    const line = `registered ${instanceName(now)} ${now.status} (from ${from})`;
    if (doubt) this.logger.warn(`${line}: ${doubt}`);
    else if (isNews) this.logger.log(line);
    else this.logger.debug(`${line}, again`);
  }
}
