import { idOf, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import type { Clock, Random } from '@eureka-nest/runtime/time';
import { evictionLimit, pickAtRandom } from './eviction.js';
import { type Heartbeat, type HeartbeatResult, judgeHeartbeat, type Origin } from './heartbeat.js';
import { RegistryEntry, type Listing } from './registry-entry.js';
import { cancel, grant, isExpired, serviceUp } from './lease.js';
import { UNKNOWN_TIME } from './overrides.js';
import type { CancelContext, StatusContext } from './change-context.js';
import { withDataCenterId } from './registration.js';
import type { RegistryOptions } from './registry-options.js';
import { RegistryReads } from './registry-reads.js';
import { effectiveStatus } from './status-rules.js';
import { dirtied, isForced, isNewer, ownStatusOf } from '../anti-entropy/precedence.js';

/** What instances and operators say, and what time brings. */
export abstract class RegistryChanges extends RegistryReads {
  constructor(
    options: RegistryOptions,
    clock: Clock,
    private readonly random: Random,
  ) {
    super(options, clock);
  }

  // ---- what instances say ----

  /**
   * Lists an instance, or replaces what is listed of it; returns what is listed now.
   * QUIRK(AbstractInstanceRegistry.register): data older than ours is dropped, yet the lease is new; and an
   * update is ADDED too.
   *
   * @param at when its owner said so, where a peer tells that
   */
  register(given: InstanceInfo, from: Origin, at?: number): InstanceInfo {
    const now = this.clock();
    const before = this.instances.get(given.app, idOf(given));
    const oursIsNewer = before !== undefined && isNewer(before, given, at);
    const instance = oursIsNewer ? before.info : withDataCenterId(given);
    const id = idOf(instance);

    // A registry that lost its overrides learns them again from its peers' copies.
    // When an operator spoke a registration does not tell: from a peer of ours, anything that is known here is newer.
    const isOldNews = at !== undefined && this.forced.setAt(id, now) !== undefined;
    const overriddenStatus = isOldNews ? 'UNKNOWN' : instance.overriddenStatus;
    if (overriddenStatus !== 'UNKNOWN' && !this.forced.get(id, now)) {
      this.forced.set(id, overriddenStatus, now, from === 'client' ? now : UNKNOWN_TIME);
    }
    const status =
      at !== undefined && isForced(instance)
        ? (this.forced.get(id, now) ?? ownStatusOf(before?.given, instance))
        : this.statusBy(id, instance.status, before?.status, from, now);
    const granted = grant(given.leaseInfo.durationInSecs, now, before?.lease);
    const lease = status === 'UP' ? serviceUp(granted, now) : granted;
    const listing: Listing = {
      status,
      overriddenStatus: this.forced.get(id, now) ?? overriddenStatus,
      actionType: 'ADDED',
      lastUpdatedTimestamp: at ?? now,
    };
    const held = before ?? new RegistryEntry(instance, lease, listing);
    if (before) this.instances.replace(before, instance, lease, listing);
    else this.instances.add(held);
    if (!oursIsNewer) held.contentAt = at ?? now;
    if (from === 'client') held.aliveAt = now;
    else if (!before) held.aliveAt = at ?? now;
    this.tombstones.cameBack(held.app, id);
    this.changes.add(held, now);
    this.recentlyRegistered.add(held.app, id, now);
    if (!before) this.protection.clientCame();
    return held.info;
  }

  /**
   * Renews a lease, then compares versions.
   * QUIRK(ResponseCacheImpl): a renewal makes no new version, so the leases in what was encoded before are
   * those of then.
   */
  heartbeat(
    app: string,
    id: string,
    { from, lastDirtyTimestamp, overriddenStatus, at }: Heartbeat,
  ): HeartbeatResult {
    const held = this.instances.get(app, id);
    if (!held) return { verdict: 'register-again', renewed: false };
    const now = this.clock();
    const { status: listed, lastDirtyTimestamp: ours } = held.given;
    const status = this.statusBy(id, listed, listed, from, now);
    // An override was removed and nobody here knows the real status: only the instance can tell.
    if (status === 'UNKNOWN') return { verdict: 'register-again', renewed: false };
    if (status !== listed) this.followRules(held, status, now);
    this.protection.renewed();
    held.renew(now);
    held.aliveAt = Math.max(held.aliveAt, at ?? now);

    const theirs = this.options.syncWhenTimestampDiffers ? lastDirtyTimestamp : undefined;
    const verdict = judgeHeartbeat(ours, theirs, from);
    if (
      verdict === 'register-again' &&
      from === 'peer' &&
      overriddenStatus &&
      overriddenStatus !== 'UNKNOWN'
    ) {
      this.storeOverride(app, id, overriddenStatus, at);
    }
    return verdict === 'ours-is-newer'
      ? { verdict, renewed: true, given: held.given, instance: held.info }
      : { verdict, renewed: true, given: held.given };
  }

  /**
   * Takes an instance out, and any override with it; returns it as it left.
   *
   * @param left what is known of that beside the name: of one that is not here it is remembered for when its
   *   registration comes late
   */
  cancel(app: string, id: string, left: CancelContext = {}): InstanceInfo | undefined {
    const now = this.clock();
    const held = this.instances.get(app, id);
    this.recentlyCancelled.add(app.toUpperCase(), id, now);
    this.forced.drop(id);
    const { at = now, how = 'cancelled', lastDirtyTimestamp = held?.given.lastDirtyTimestamp } = left;
    if (lastDirtyTimestamp !== undefined) {
      this.tombstones.add({ app: app.toUpperCase(), id, lastDirtyTimestamp, at, how });
    }
    if (!held) return undefined;
    this.instances.remove(held);
    this.protection.clientLeft();
    held.lease = cancel(held.lease, now);
    held.change({ actionType: 'DELETED', lastUpdatedTimestamp: now });
    this.changes.add(held, now);
    return held.info;
  }

  // ---- what operators say ----

  /**
   * Forces a status until it is removed again.
   * QUIRK(AbstractInstanceRegistry.statusUpdate): a status that it has already is not recorded, so UP cannot
   * be forced on an UP instance.
   */
  setStatus(
    app: string,
    id: string,
    status: InstanceStatus,
    change: StatusContext,
  ): InstanceInfo | undefined {
    const held = this.visible(app, id);
    if (!held) return undefined;
    const now = this.clock();
    held.renew(now);
    if (this.isSetAlready(held, status, change)) return held.info;
    if (status === 'UP') held.lease = serviceUp(held.lease, now);
    this.forced.set(id, status, now, change.at);
    return this.modify(held, { status, overriddenStatus: status, ...dirtied(held, change) }, change.at);
  }

  /**
   * Ends an override.
   * QUIRK(AbstractInstanceRegistry.deleteStatusOverride): the status is `UNKNOWN` then, unless the caller
   * knows better; the next heartbeat is answered register-again, and so the instance tells its real one.
   */
  removeOverride(
    app: string,
    id: string,
    status: InstanceStatus,
    change: StatusContext,
  ): InstanceInfo | undefined {
    const held = this.visible(app, id);
    if (!held) return undefined;
    const now = this.clock();
    held.renew(now);
    if (this.isOldNews(id, change.at)) return held.info;
    const ended = this.forced.remove(id, now, change.at);
    if (!ended) return held.info;
    // The instance spoke since: its word stands, where it is known.
    const isOlder = change.at !== undefined && change.at < held.contentAt;
    const own = held.status === ended ? 'UNKNOWN' : held.status;
    const changes = { status: isOlder ? own : status, overriddenStatus: 'UNKNOWN' } as const;
    return this.modify(held, { ...changes, ...dirtied(held, change) }, change.at);
  }

  /**
   * Adds or replaces entries, the first of each key, and registers the result.
   * QUIRK(InstanceResource.updateMetadata): the dirty timestamp stays, so the owner's next registration wipes
   * these entries.
   */
  putMetadata(
    app: string,
    id: string,
    entries: Iterable<readonly [string, string]>,
  ): InstanceInfo | undefined {
    const held = this.visible(app, id);
    if (!held) return undefined;
    const added = new Map<string, string>();
    for (const [key, value] of entries) if (!added.has(key)) added.set(key, value);
    // fromEntries and spread define keys; assigning to a key `__proto__` would call its setter instead.
    const metadata = { ...held.info.metadata, ...Object.fromEntries(added) };
    return this.register({ ...held.info, metadata }, 'client');
  }

  // ---- what peers say beyond what they pass on ----

  /**
   * Takes over an override that a peer knows of; the status itself follows at the next heartbeat or
   * registration. QUIRK(AbstractInstanceRegistry.storeOverriddenStatusIfRequired): it enters no delta.
   *
   * @param at when that peer said so, where it is one of ours: when the operator spoke it does not tell, so anything
   *   that is known here is newer
   */
  storeOverride(app: string, id: string, status: InstanceStatus, at?: number): void {
    const now = this.clock();
    if (this.forced.get(id, now) === status) return;
    if (at !== undefined && this.forced.setAt(id, now) !== undefined) return;
    this.forced.set(id, status, now, at === undefined ? now : UNKNOWN_TIME);
    const held = this.instances.get(app, id);
    if (!held) return;
    this.instances.change(held, { overriddenStatus: status });
    this.changes.touch(held);
  }

  // ---- what time brings ----

  /** @param copied how many instances the first sync with the peers brought */
  openForTraffic(copied: number): void {
    const clients = copied > 0 ? copied : this.options.defaultOpenForTrafficCount;
    this.protection.open(clients);
    this.readsRefusedUntil = clients > 0 ? 0 : this.clock() + this.options.waitTimeWhenSyncEmptyMs;
  }

  /**
   * Takes out expired instances, chosen at random and never many at once, and says which.
   * QUIRK(AbstractInstanceRegistry.evict): nobody tells the peers, each registry evicts on its own.
   *
   * @param lateMs how late this run is: a paused server must not blame its clients
   */
  evict(lateMs = 0): readonly InstanceInfo[] {
    if (!this.protection.allowsEviction()) return [];
    const now = this.clock();
    const expired = [...this.instances].filter(({ lease }) => isExpired(lease, now, lateMs));
    const most = evictionLimit(this.size, this.options.renewalPercentThreshold);
    return pickAtRandom(expired, most, this.random).flatMap(
      ({ app, id }) => this.cancel(app, id, { how: 'evicted' }) ?? [],
    );
  }

  /** To be called each minute: the renewals counted so far become those of the last minute. */
  closeMinute(): void {
    this.protection.closeMinute();
  }

  /** To be called now and then: forgets changes that are too old for a delta. */
  sweepChanges(): void {
    this.changes.sweep(this.clock());
  }

  /** @param clientCount how many instances the server's own client sees */
  updateThreshold(clientCount: number): void {
    this.protection.recount(clientCount);
  }

  private statusBy(
    id: string,
    own: InstanceStatus,
    listed: InstanceStatus | undefined,
    from: Origin,
    now: number,
  ): InstanceStatus {
    return effectiveStatus({ own, listed, from, override: () => this.forced.get(id, now) });
  }

  /**
   * Better than Java, where a status that the rules change at a renewal enters no delta: clients hold another
   * hash than ours then, and fetch everything. The instance itself shows what Java's does (actionType,
   * lastUpdatedTimestamp).
   */
  private followRules(held: RegistryEntry, status: InstanceStatus, now: number): void {
    this.instances.change(held, { status });
    this.changes.add(held, now);
  }

  /**
   * Whether there is nothing to force: for an operator here where the status is that one, whoever decided it; for one at a peer of ours
   * where another override holds none back, or a later one does.
   */
  private isSetAlready(
    { id, status }: RegistryEntry,
    wanted: InstanceStatus,
    { at }: StatusContext,
  ): boolean {
    if (at === undefined) return status === wanted;
    const forced = this.forced.get(id, this.clock());
    return this.isOldNews(id, at) || (status === wanted && (forced === undefined || forced === wanted));
  }

  /** Whether an operator spoke since. */
  private isOldNews(id: string, at: number | undefined): boolean {
    return at !== undefined && at < (this.forced.setAt(id, this.clock()) ?? at);
  }

  protected modify(held: RegistryEntry, changes: Partial<InstanceInfo>, at?: number): InstanceInfo {
    const now = this.clock();
    this.instances.change(held, { ...changes, actionType: 'MODIFIED', lastUpdatedTimestamp: at ?? now });
    this.changes.add(held, now);
    return held.info;
  }
}
