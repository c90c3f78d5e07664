import { idOf, type InstanceInfo, type InstanceStatus, type ListedRow } from '@eureka-nest/protocol';
import { systemClock, type Clock, type Stop } from '@eureka-nest/runtime/time';
import type { Heartbeat, HeartbeatResult, Origin } from '../core/registry/heartbeat.js';
import { Inventory } from '../core/anti-entropy/inventory.js';
import { ReplicaMerge } from '../core/anti-entropy/replica-merge.js';
import type { Registry } from '../core/registry/registry.js';
import type { CancelContext, ReplicatedStatusContext } from '../core/registry/change-context.js';
import type { Mutation } from '../core/replication/replication-task.js';
import { validateRegistration } from '../core/registry/registration.js';
import { DuplicateIds } from '../core/registry/duplicate-ids.js';
import { consoleLogger } from '../log/console-logger.js';
import type { ServerLogger } from '../log/server-logger.js';
import type { RegistryObserver } from './registry-observer.js';
import { RegistryLog } from './registry-log.js';
import { SelfPreservationLog } from './self-preservation-log.js';

/** Steps of an eviction per turn of the event loop, of up to 0.1 ms each. */
const STEPS_PER_TURN = 10;

export interface RegistryServiceParts {
  readonly clock?: Clock;
  /** Replicates a mutation to the peers. */
  readonly replicate?: (mutation: Mutation) => void;
  readonly logger?: ServerLogger;
  readonly observer?: RegistryObserver;
  readonly warnOfSharedIds?: boolean;
}

/**
 * The one place where a change is applied to the registry, logged, and replicated to the peers.
 * Changes that came from a peer are not replicated, or they would circulate forever; the one
 * exception, as in Java, is {@link putMetadata}.
 */
export class RegistryService {
  readonly clock: Clock;
  /** The registry's side of a comparison with a peer. */
  readonly inventory: Inventory;
  private readonly merge: ReplicaMerge;
  /** Called after each renewal; left out while no console is open. */
  whenRenewed: ((app: string, id: string) => void) | undefined;
  /** Empty if `warnOfSharedIds` is off. */
  readonly duplicateIds: DuplicateIds;
  private readonly replicate: (mutation: Mutation) => void;
  private readonly log: RegistryLog;
  private readonly observer: RegistryObserver | undefined;
  private readonly warnOfSharedIds: boolean;
  private readonly cancelListeners = new Set<(instance: InstanceInfo) => void>();
  private readonly selfPreservationLog: SelfPreservationLog;

  /** @param registry free to be read; every change goes through this service */
  constructor(
    readonly registry: Registry,
    {
      clock = systemClock,
      replicate = () => undefined,
      logger = consoleLogger()('Registry'),
      observer,
      warnOfSharedIds = true,
    }: RegistryServiceParts = {},
  ) {
    this.clock = clock;
    this.inventory = new Inventory(registry.state);
    this.merge = new ReplicaMerge(registry);
    this.replicate = replicate;
    this.observer = observer;
    this.log = new RegistryLog(logger, observer);
    this.selfPreservationLog = new SelfPreservationLog(this.log);
    this.warnOfSharedIds = warnOfSharedIds;
    this.duplicateIds = new DuplicateIds(clock);
  }

  get size(): number {
    return this.registry.reads.size;
  }

  // ---- instances ----

  /** @param at time of the registration, if a Eureka Nest peer reports it */
  register(given: InstanceInfo, from: Origin, at?: number): void {
    if (at !== undefined && this.merge.hasLeftSince(given, at)) return;
    const { app } = given;
    const id = idOf(given);
    const { reads } = this.registry;
    const before = reads.peekListed(app, id);
    const isMoved =
      before &&
      from === 'client' &&
      this.warnOfSharedIds &&
      reads.isAlive(app, id) &&
      this.duplicateIds.recordMove(id, before, given);
    const now = at === undefined ? this.registry.register(given, from) : this.merge.register(given, at);
    if (isMoved) this.log.moved(before, now);
    else this.log.registered(before, now, from);
    if (from === 'client') this.replicate({ action: 'Register', instance: given, listed: now });
  }

  heartbeat(app: string, id: string, heartbeat: Heartbeat): HeartbeatResult {
    const result = this.registry.heartbeat(app, id, heartbeat);
    const { from, lastDirtyTimestamp } = heartbeat;
    this.log.heartbeat(app, id, result.verdict, from);
    const { listed } = result;
    if (listed) this.whenRenewed?.(app, id);
    if (listed && from === 'client') {
      this.duplicateIds.recordHeartbeat(app, id, lastDirtyTimestamp, listed.lastDirtyTimestamp);
      const overriddenStatus = this.registry.reads.overrideOf(id);
      this.replicate({ action: 'Heartbeat', instance: listed, overriddenStatus });
    }
    return result;
  }

  /** Returns false if there is no such instance, as do the other changes below. */
  cancel(app: string, id: string, from: Origin, context: CancelContext = {}): boolean {
    if (from === 'peer' && this.merge.outlives(app, id, context)) return true;
    const instance = this.registry.cancel(app, id, context);
    if (!instance) return false;
    this.log.cancelled(instance, from);
    this.afterCancel(instance, from);
    return true;
  }

  /**
   * Removes an instance found dead, as a cancel by itself. If it is alive after all, its next
   * heartbeat is answered register-again.
   */
  removeDead(app: string, id: string, reason: string): boolean {
    const instance = this.registry.cancel(app, id);
    if (!instance) return false;
    this.log.removed(instance, reason);
    this.afterCancel(instance, 'client');
    return true;
  }

  // ---- operators ----

  setStatus(app: string, id: string, status: InstanceStatus, context: ReplicatedStatusContext): boolean {
    const { from } = context;
    const before = this.registry.reads.peekListed(app, id)?.status;
    const instance = this.rulesFor(context).setStatus(app, id, status, context);
    if (!instance) return false;
    if (before !== instance.status) this.log.overrideSet(instance, status, from);
    if (from === 'client') this.replicate({ action: 'StatusUpdate', instance, status });
    return true;
  }

  removeOverride(app: string, id: string, status: InstanceStatus, context: ReplicatedStatusContext): boolean {
    const { from } = context;
    const before = this.registry.reads.peekListed(app, id)?.overriddenStatus;
    const instance = this.rulesFor(context).removeOverride(app, id, status, context);
    if (!instance) return false;
    if (before !== instance.overriddenStatus) this.log.overrideRemoved(instance, before, from);
    if (from === 'client') this.replicate({ action: 'DeleteStatusOverride', instance, status });
    return true;
  }

  /** QUIRK(InstanceResource.updateMetadata): always replicated, even if a peer sent it. */
  putMetadata(app: string, id: string, entries: readonly (readonly [string, string])[]): boolean {
    const instance = this.registry.putMetadata(app, id, entries);
    if (!instance) return false;
    this.log.metadata(instance, entries);
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

  /**
   * Takes an instance of a peer's whole copy if it is newer than ours; returns true if it did.
   *
   * @param aheadMs how far our clock is ahead of theirs
   */
  copyFromPeer(instance: InstanceInfo, aheadMs: number): boolean {
    return (
      validateRegistration(instance.app, instance) === undefined && this.merge.copyFromPeer(instance, aheadMs)
    );
  }

  /** Takes over an instance as a peer lists it; returns true if that changed our listing. */
  mergeListed(instance: InstanceInfo, row: ListedRow): boolean {
    if (validateRegistration(instance.app, instance) !== undefined) return false;
    const { inventory } = this;
    const [app, id] = [instance.app, idOf(instance)];
    const before = this.registry.reads.peekListed(app, id);
    const hashBefore = inventory.listingHashOf(app, id);
    this.log.registered(before, this.merge.mergeListed(instance, row), 'peer');
    return inventory.listingHashOf(app, id) !== hashBefore;
  }

  /** Takes over the status and override with which a peer lists an instance. */
  mergeStatus(app: string, row: ListedRow): void {
    this.merge.mergeStatus(app, row);
    this.log.mergedStatus(app, row);
  }

  // ---- timers ----

  /** Evicts expired instances; peers evict on their own, so this is not replicated. */
  evict(lateMs: number): void {
    for (const _ of this.eviction(lateMs));
  }

  /** {@link evict}, with a turn for other requests now and then. */
  async evictInTurns(lateMs: number, nextTurn: () => Promise<unknown>): Promise<void> {
    let count = 0;
    for (const _ of this.eviction(lateMs)) if (++count % STEPS_PER_TURN === 0) await nextTurn();
  }

  /** Ends a minute of counting renewals; a timer calls it. */
  closeMinute(): void {
    this.registry.closeMinute();
    this.observer?.minuteClosed(this.registry.reads.selfPreservation);
    this.duplicateIds.forgetOld();
    this.selfPreservationLog.minuteClosed(this.registry.reads.selfPreservation);
  }

  /** Calls the listener after each cancel, by a client, a peer or this server. */
  whenCancelled(listener: (instance: InstanceInfo) => void): Stop {
    this.cancelListeners.add(listener);
    return () => void this.cancelListeners.delete(listener);
  }

  /** Logs a rejected request. */
  logRefused(what: string, who: string, why: string): void {
    this.log.refused(what, who, why);
  }

  /** Logs an internal error, whose details the caller need not see. */
  logFailed(what: string, error: unknown): void {
    this.log.failed(what, error);
  }

  private *eviction(lateMs: number): Generator<void> {
    const now = this.clock();
    for (const step of this.registry.eviction(lateMs)) {
      if (step === 'withheld') {
        this.selfPreservationLog.evictionWithheld(this.registry.reads.selfPreservation);
      } else if (step !== 'searched') {
        this.duplicateIds.remove(step.app, idOf(step));
        this.log.evicted(step, now);
      }
      yield;
    }
  }

  /** Java's rules, or those for peers that report when something happened. */
  private rulesFor({ at }: ReplicatedStatusContext): Registry | ReplicaMerge {
    return at === undefined ? this.registry : this.merge;
  }

  private afterCancel(instance: InstanceInfo, from: Origin): void {
    this.duplicateIds.remove(instance.app, idOf(instance));
    if (from === 'client') this.replicate({ action: 'Cancel', instance });
    this.cancelListeners.forEach((listener) => listener(instance));
  }
}
