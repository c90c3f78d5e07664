import { idOf, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import type { Clock, Random } from '@eureka-nest/runtime/time';
import type { CancelContext, StatusContext } from './change-context.js';
import { instancesToEvict } from './eviction.js';
import type { Heartbeat, HeartbeatResult, Origin } from './heartbeat.js';
import { cancel } from './lease.js';
import { UNKNOWN_TIME } from './overrides.js';
import { isOlder, judgeHeartbeat, raisedVersion } from './precedence.js';
import { type MetadataEntries, withDataCenterId, withMetadata } from './registration.js';
import type { RegistryOptions } from './registry-options.js';
import { RegistryReads } from './registry-reads.js';
import { RegistryState } from './registry-state.js';
import { effectiveStatus } from './status-rules.js';

/**
 * The registry: which instances are registered, until when, and with which status. The life of an
 * instance is {@link register}, a {@link heartbeat} every 30 s, perhaps {@link setStatus} by an
 * operator, then {@link cancel}, or {@link evict} once its heartbeats stay away.
 *
 * The registry neither logs nor replicates nor runs timers: it returns what it did, and
 * `RegistryService` acts on that. These are Java's rules (AbstractInstanceRegistry); `ReplicaMerge`
 * has those for Eureka Nest peers, which report when something happened.
 */
export class Registry {
  /** The parts, for `ReplicaMerge` and `Inventory`; other callers use {@link reads}. */
  readonly state: RegistryState;
  readonly reads: RegistryReads;

  constructor(
    private readonly options: RegistryOptions,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.state = new RegistryState(options, clock);
    this.reads = new RegistryReads(this.state);
  }

  // ---- instances ----

  /**
   * Registers an instance, or replaces its registration; returns it as it is listed now.
   * QUIRK(AbstractInstanceRegistry.register): of an older version only the new lease is taken; and
   * a registration that replaces another one is ADDED too.
   */
  register(given: InstanceInfo, from: Origin): InstanceInfo {
    const now = this.clock();
    const { instances, overrides } = this.state;
    const id = idOf(given);
    const before = instances.get(given.app, id);
    const isStale = before !== undefined && isOlder(given, before.listed);
    const instance = isStale ? before.info : withDataCenterId(given);

    // A registry that lost its overrides learns them again from the copies of its peers.
    if (instance.overriddenStatus !== 'UNKNOWN' && !overrides.get(id, now)) {
      overrides.set(id, instance.overriddenStatus, now, from === 'client' ? now : UNKNOWN_TIME);
    }
    const override = () => overrides.get(id, now);
    const status = effectiveStatus({ own: instance.status, listed: before?.status, from, override });
    const decided = { status, overriddenStatus: override() ?? instance.overriddenStatus };
    const entry = this.state.place(instance, decided, given.leaseInfo.durationInSecs, now);
    if (!isStale) entry.contentReceived(given, now);
    if (from === 'client') entry.aliveAt = now;
    return entry.info;
  }

  /**
   * Renews the lease of an instance, then compares versions.
   * QUIRK(ResponseCacheImpl): a renewal changes no revision, so cached responses show older leases.
   */
  heartbeat(app: string, id: string, heartbeat: Heartbeat): HeartbeatResult {
    const { from, overriddenStatus, at } = heartbeat;
    const { instances, overrides, recentChanges, selfPreservation } = this.state;
    const entry = instances.get(app, id);
    if (!entry) return { verdict: 'register-again', renewed: false };
    const now = this.clock();
    const { status: listed, lastDirtyTimestamp } = entry.listed;
    const override = () => overrides.get(id, now);
    const status = effectiveStatus({ own: listed, listed, from, override });
    // UNKNOWN after an override was removed: only the instance itself knows its status.
    if (status === 'UNKNOWN') return { verdict: 'register-again', renewed: false };
    if (status !== listed) {
      // Better than Java, where this change enters no delta and breaks clients' hash codes.
      instances.change(entry, { status });
      recentChanges.add(entry, now);
    }
    selfPreservation.countRenewal();
    entry.renew(now);
    entry.aliveAt = Math.max(entry.aliveAt, at ?? now);

    const theirs = this.options.syncWhenTimestampDiffers ? heartbeat.lastDirtyTimestamp : undefined;
    const verdict = judgeHeartbeat(lastDirtyTimestamp, theirs, from);
    if (
      verdict === 'register-again' &&
      from === 'peer' &&
      overriddenStatus &&
      overriddenStatus !== 'UNKNOWN'
    ) {
      this.storeOverride(app, id, overriddenStatus, at);
    }
    return verdict === 'ours-is-newer'
      ? { verdict, renewed: true, listed: entry.listed, instance: entry.info }
      : { verdict, renewed: true, listed: entry.listed };
  }

  /**
   * Removes an instance and its override; returns it as it was when it left. A cancel of an unknown
   * instance that states a version leaves a tombstone, in case the registration arrives later.
   */
  cancel(app: string, id: string, context: CancelContext = {}): InstanceInfo | undefined {
    const now = this.clock();
    const { instances, overrides, tombstones, recentChanges, recentlyCancelled, selfPreservation } =
      this.state;
    const entry = instances.get(app, id);
    recentlyCancelled.add(app.toUpperCase(), id, now);
    overrides.drop(id);
    const { at = now, how = 'cancelled', lastDirtyTimestamp = entry?.listed.lastDirtyTimestamp } = context;
    if (lastDirtyTimestamp !== undefined) {
      tombstones.add({ app: app.toUpperCase(), id, lastDirtyTimestamp, at, how });
    }
    if (!entry) return undefined;
    instances.remove(entry);
    selfPreservation.clientRemoved();
    entry.lease = cancel(entry.lease, now);
    entry.change({ actionType: 'DELETED', lastUpdatedTimestamp: now });
    const left = entry.info;
    recentChanges.add(entry, now);
    return left;
  }

  /**
   * Removes expired instances, picked at random and only so many at a time; returns them.
   * QUIRK(AbstractInstanceRegistry.evict): an eviction is not replicated, each registry evicts on
   * its own.
   */
  evict(lateMs = 0): readonly InstanceInfo[] {
    return Array.from(this.eviction(lateMs)).filter((step) => typeof step === 'object');
  }

  /** {@link evict} in the steps of {@link instancesToEvict}; yields the evicted instances. */
  *eviction(lateMs = 0): Generator<InstanceInfo | 'searched' | 'withheld', void> {
    for (const step of instancesToEvict(this.state, this.random, lateMs)) {
      yield typeof step === 'string'
        ? step
        : (this.cancel(step.app, step.id, { how: 'evicted' }) ?? 'searched');
    }
  }

  // ---- operators ----

  /**
   * Sets an override: this status holds until it is removed.
   * QUIRK(AbstractInstanceRegistry.statusUpdate): a status equal to the listed one is not recorded,
   * so UP cannot be forced on an UP instance.
   */
  setStatus(
    app: string,
    id: string,
    status: InstanceStatus,
    context: StatusContext,
  ): InstanceInfo | undefined {
    const entry = this.state.renewed(app, id);
    return entry?.status === status ? entry.info : entry && this.state.force(entry, status, context);
  }

  /**
   * Removes an override.
   * QUIRK(AbstractInstanceRegistry.deleteStatusOverride): the status becomes `UNKNOWN` unless the
   * caller states another one. The next heartbeat is then answered register-again, and the instance
   * reports its own status.
   */
  removeOverride(
    app: string,
    id: string,
    status: InstanceStatus,
    context: StatusContext,
  ): InstanceInfo | undefined {
    const entry = this.state.renewed(app, id);
    const now = this.clock();
    if (!entry || !this.state.overrides.remove(id, now)) return entry?.info;
    const stamp = raisedVersion(entry.listed, context);
    return this.state.modify(entry, { status, overriddenStatus: 'UNKNOWN', ...stamp }, now);
  }

  /**
   * Adds or replaces metadata entries, by registering the result.
   * QUIRK(InstanceResource.updateMetadata): the stamp stays, so the owner's next registration drops
   * these entries.
   */
  putMetadata(app: string, id: string, entries: MetadataEntries): InstanceInfo | undefined {
    const info = this.reads.find(app, id);
    return info && this.register(withMetadata(info, entries), 'client');
  }

  /**
   * Takes over an override that a peer knows; the status follows at the next heartbeat or
   * registration.
   * QUIRK(AbstractInstanceRegistry.storeOverriddenStatusIfRequired): it enters no delta.
   *
   * @param at time of the message, from a Eureka Nest peer: any record of an override here is
   *   newer, as the time of the override itself is unknown
   */
  storeOverride(app: string, id: string, status: InstanceStatus, at?: number): void {
    const now = this.clock();
    const { instances, overrides, recentChanges } = this.state;
    if (overrides.get(id, now) === status) return;
    if (at !== undefined && overrides.setAt(id, now) !== undefined) return;
    overrides.set(id, status, now, at === undefined ? now : UNKNOWN_TIME);
    const entry = instances.get(app, id);
    if (!entry) return;
    instances.change(entry, { overriddenStatus: status });
    recentChanges.touch(entry);
  }

  // ---- time and traffic ----

  /** @param copied number of instances that the initial sync copied from the peers */
  openForTraffic(copied: number): void {
    const { defaultOpenForTrafficCount, waitTimeWhenSyncEmptyMs } = this.options;
    const clients = copied > 0 ? copied : defaultOpenForTrafficCount;
    this.state.selfPreservation.open(clients);
    this.state.readsRefusedUntil = clients > 0 ? 0 : this.clock() + waitTimeWhenSyncEmptyMs;
  }

  /** Ends a minute of counting renewals. */
  closeMinute(): void {
    this.state.selfPreservation.closeMinute();
  }

  /** Drops changes that are too old for the delta; true if it left some, as `most` limits them. */
  sweepChanges(most?: number): boolean {
    return this.state.recentChanges.sweep(this.clock(), most);
  }

  /** @param clients number of instances, from which the expected renewals are computed anew */
  updateThreshold(clients: number): void {
    this.state.selfPreservation.recount(clients);
  }
}
