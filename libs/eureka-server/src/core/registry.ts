import {
  appsHashCode,
  idOf,
  type ActionType,
  type Application,
  type Applications,
  type InstanceInfo,
  type InstanceStatus,
} from '@eureka-nest/protocol';
import type { Clock, Random } from '@eureka-nest/runtime';
import { evictionLimit, pickAtRandom } from './eviction.js';
import { judgeHeartbeat, type HeartbeatVerdict, type Origin } from './heartbeat.js';
import { HeldInstance } from './held-instance.js';
import { InstanceTable } from './instance-table.js';
import { cancel, grant, isExpired, renew, serviceUp } from './lease.js';
import { Overrides } from './overrides.js';
import { RecentChanges } from './recent-changes.js';
import { RecentLeases } from './recent-leases.js';
import { withDataCenterId } from './registration.js';
import type { RegistryOptions } from './registry-options.js';
import { SelfPreservation, type SelfPreservationNumbers } from './self-preservation.js';
import { effectiveStatus } from './status-rules.js';

/** What a heartbeat brings along. */
export interface Heartbeat {
  readonly from: Origin;
  readonly lastDirtyTimestamp?: number;
  /** From a peer only: an override that it knows of. */
  readonly overriddenStatus?: InstanceStatus;
}

/** `renewed` can be true whatever the verdict: the lease is renewed first, then the stamps are compared. */
export interface HeartbeatResult {
  readonly verdict: HeartbeatVerdict;
  readonly renewed: boolean;
  /** What we hold, if it was renewed. */
  readonly instance?: InstanceInfo;
}

/**
 * Which version of the instance a change of its status makes; and who asked for it, which is for the caller
 * to pass on or not.
 */
export interface StatusChange {
  readonly from: Origin;
  readonly lastDirtyTimestamp?: number;
}

/**
 * Who is there: the instances, their leases, and what operators forced on them. Java:
 * AbstractInstanceRegistry. It neither logs nor replicates nor keeps time: it returns what it did, and the
 * caller acts on that.
 */
export class Registry {
  private readonly instances = new InstanceTable();
  private readonly overrides = new Overrides();
  private readonly changes: RecentChanges;
  private readonly protection: SelfPreservation;
  private deltaCount = 0;
  private readsRefusedUntil = 0;

  /** For people to read, as is {@link recentlyCancelled}. */
  readonly recentlyRegistered = new RecentLeases();
  readonly recentlyCancelled = new RecentLeases();

  constructor(
    private readonly options: RegistryOptions,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.changes = new RecentChanges(options.retentionTimeInDeltaQueueMs);
    this.protection = new SelfPreservation(options, clock);
  }

  // ---- what instances say ----

  /**
   * Lists an instance, or replaces what is listed of it; returns what is listed now.
   * QUIRK(AbstractInstanceRegistry.register): data older than ours is dropped, yet the lease is new; and an
   * update is ADDED too.
   */
  register(given: InstanceInfo, from: Origin): InstanceInfo {
    const now = this.clock();
    const before = this.instances.get(given.app, idOf(given));
    const oursIsNewer = before && before.info.lastDirtyTimestamp > given.lastDirtyTimestamp;
    const instance = oursIsNewer ? before.info : withDataCenterId(given);
    const held = new HeldInstance(instance, grant(given.leaseInfo.durationInSecs, now, before?.lease));
    const { app, id } = held;
    this.instances.put(held);
    this.recentlyRegistered.add(app, id, now);
    if (!before) this.protection.clientCame();

    // A registry that lost its overrides learns them again from its peers' copies.
    const { overriddenStatus } = instance;
    if (overriddenStatus !== 'UNKNOWN' && !this.overrides.get(id, now))
      this.overrides.set(id, overriddenStatus, now);
    const status = this.statusBy(held, instance.status, before?.info.status, from);
    if (status === 'UP') held.lease = serviceUp(held.lease, now);
    held.change({ status, overriddenStatus: this.overrides.get(id, now) ?? overriddenStatus });
    this.note(held, 'ADDED');
    return held.info;
  }

  /** Renews a lease, then compares versions. */
  heartbeat(
    app: string,
    id: string,
    { from, lastDirtyTimestamp, overriddenStatus }: Heartbeat,
  ): HeartbeatResult {
    const held = this.instances.get(app, id);
    if (!held) return { verdict: 'register-again', renewed: false };
    const { status: listed, lastDirtyTimestamp: ours } = held.info;
    const status = this.statusBy(held, listed, listed, from);
    // An override was removed and nobody here knows the real status: only the instance can tell.
    if (status === 'UNKNOWN') return { verdict: 'register-again', renewed: false };
    if (status !== listed) this.followRules(held, status);
    this.protection.renewed();
    held.lease = renew(held.lease, this.clock());

    const theirs = this.options.syncWhenTimestampDiffers ? lastDirtyTimestamp : undefined;
    const verdict = judgeHeartbeat(ours, theirs, from);
    if (
      verdict === 'register-again' &&
      from === 'peer' &&
      overriddenStatus &&
      overriddenStatus !== 'UNKNOWN'
    ) {
      this.storeOverride(app, id, overriddenStatus);
    }
    return { verdict, renewed: true, instance: held.info };
  }

  /** Takes an instance out, and any override with it; returns it as it left. */
  cancel(app: string, id: string): InstanceInfo | undefined {
    const now = this.clock();
    const held = this.instances.get(app, id);
    this.recentlyCancelled.add(app.toUpperCase(), id, now);
    this.overrides.remove(id, now);
    if (!held) return undefined;
    this.instances.remove(held);
    this.protection.clientLeft();
    held.lease = cancel(held.lease, now);
    this.note(held, 'DELETED');
    return held.info;
  }

  // ---- what operators say ----

  /**
   * Forces a status until it is removed again.
   * QUIRK(AbstractInstanceRegistry.statusUpdate): a status that it has already is not recorded, so UP cannot
   * be forced on an UP instance.
   */
  setStatus(app: string, id: string, status: InstanceStatus, change: StatusChange): InstanceInfo | undefined {
    const held = this.visible(app, id);
    if (!held) return undefined;
    const now = this.clock();
    held.lease = renew(held.lease, now);
    if (held.info.status === status) return held.info;
    if (status === 'UP') held.lease = serviceUp(held.lease, now);
    this.overrides.set(id, status, now);
    held.change({ status, overriddenStatus: status, ...dirtied(held, change) });
    this.note(held, 'MODIFIED');
    return held.info;
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
    change: StatusChange,
  ): InstanceInfo | undefined {
    const held = this.visible(app, id);
    if (!held) return undefined;
    const now = this.clock();
    held.lease = renew(held.lease, now);
    if (!this.overrides.remove(id, now)) return held.info;
    held.change({ status, overriddenStatus: 'UNKNOWN', ...dirtied(held, change) });
    this.note(held, 'MODIFIED');
    return held.info;
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

  overrideOf(id: string): InstanceStatus | undefined {
    return this.overrides.get(id, this.clock());
  }

  // ---- what peers say ----

  /**
   * Takes over an override that a peer knows of; the status itself follows at the next heartbeat or
   * registration.
   */
  storeOverride(app: string, id: string, status: InstanceStatus): void {
    const now = this.clock();
    if (this.overrides.get(id, now) === status) return;
    this.overrides.set(id, status, now);
    this.instances.get(app, id)?.change({ overriddenStatus: status });
  }

  // ---- what everybody asks ----

  /**
   * One instance; not an expired one that waits for its eviction.
   * QUIRK(AbstractInstanceRegistry.getInstanceByAppAndId): {@link applications} still lists such a one.
   */
  find(app: string, id: string): InstanceInfo | undefined {
    return this.visible(app, id)?.info;
  }

  /** One instance, whatever its lease. */
  peek(app: string, id: string): InstanceInfo | undefined {
    return this.instances.get(app, id)?.info;
  }

  /** The first one of any application, hidden like those of {@link find}. */
  findById(id: string): InstanceInfo | undefined {
    for (const held of this.instances.withId(id)) if (this.isVisible(held)) return held.info;
    return undefined;
  }

  application(app: string): Application | undefined {
    return this.instances.application(app);
  }

  applications(): Applications {
    return { version: '1', hashCode: this.hashCode(), applications: this.instances.applications() };
  }

  /**
   * What changed of late; its hash is that of the whole registry, so that a client can check what it holds
   * after merging. The version is a running number and no cursor: every client is given the same changes.
   */
  delta(): Applications {
    this.deltaCount += 1;
    return {
      version: String(this.deltaCount),
      hashCode: this.hashCode(),
      applications: this.changes.applications(),
    };
  }

  /** How many instances there are, expired ones included. */
  get size(): number {
    return this.instances.size;
  }

  get selfPreservation(): SelfPreservationNumbers {
    return this.protection;
  }

  /**
   * Whether to show the registry as a whole: not just after a start that found nobody to copy from. With
   * Spring's defaults, always.
   */
  allowsReads(): boolean {
    return this.clock() > this.readsRefusedUntil;
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
   * Nobody tells the peers: each registry evicts on its own.
   *
   * @param lateMs how late this run is: a paused server must not blame its clients
   */
  evict(lateMs = 0): readonly InstanceInfo[] {
    if (!this.protection.allowsEviction()) return [];
    const now = this.clock();
    const expired = [...this.instances].filter(({ lease }) => isExpired(lease, now, lateMs));
    const most = evictionLimit(this.size, this.options.renewalPercentThreshold);
    return pickAtRandom(expired, most, this.random).flatMap(({ app, id }) => this.cancel(app, id) ?? []);
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
    { id }: HeldInstance,
    own: InstanceStatus,
    listed: InstanceStatus | undefined,
    from: Origin,
  ): InstanceStatus {
    return effectiveStatus({ own, listed, from, override: () => this.overrideOf(id) });
  }

  /**
   * Better than Java, where a status that the rules change at a renewal enters no delta: clients hold another
   * hash than ours then, and fetch everything. The instance itself shows what Java's does (actionType,
   * lastUpdatedTimestamp).
   */
  private followRules(held: HeldInstance, status: InstanceStatus): void {
    held.change({ status });
    this.changes.add(held, this.clock());
  }

  private note(held: HeldInstance, actionType: ActionType): void {
    const now = this.clock();
    held.change({ actionType, lastUpdatedTimestamp: now });
    this.changes.add(held, now);
  }

  private visible(app: string, id: string): HeldInstance | undefined {
    const held = this.instances.get(app, id);
    return held && this.isVisible(held) ? held : undefined;
  }

  private isVisible({ lease }: HeldInstance): boolean {
    return !(this.protection.allowsEviction() && isExpired(lease, this.clock()));
  }

  private hashCode(): string {
    return appsHashCode(this.listed());
  }

  private *listed(): IterableIterator<InstanceInfo> {
    for (const { info } of this.instances) yield info;
  }
}

/** A version number only ever rises. */
function dirtied({ info }: HeldInstance, { lastDirtyTimestamp }: StatusChange): Partial<InstanceInfo> {
  return lastDirtyTimestamp !== undefined && lastDirtyTimestamp > info.lastDirtyTimestamp
    ? { lastDirtyTimestamp }
    : {};
}
