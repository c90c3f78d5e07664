import { idOf, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import { RecentChanges } from '../delta/recent-changes.js';
import type { ReplicatedStatusContext } from './change-context.js';
import { InstanceTable } from './instance-table.js';
import { grant, isExpired, serviceUp } from './lease.js';
import { Overrides } from './overrides.js';
import { raisedVersion } from './precedence.js';
import { RecentLeases } from './recent-leases.js';
import type { RegistryEntry } from './registry-entry.js';
import type { RegistryOptions } from './registry-options.js';
import { SelfPreservation } from './self-preservation.js';
import { Tombstones } from './tombstones.js';

/**
 * The parts of one registry, shared by `Registry`, `RegistryReads` and `ReplicaMerge`, with the
 * steps that touch several parts at once. It decides nothing.
 */
export class RegistryState {
  readonly instances = new InstanceTable();
  readonly overrides = new Overrides();
  readonly tombstones = new Tombstones();
  readonly recentlyRegistered = new RecentLeases();
  readonly recentlyCancelled = new RecentLeases();
  readonly recentChanges: RecentChanges;
  readonly selfPreservation: SelfPreservation;
  /** Whole-registry reads are refused up to this time. */
  readsRefusedUntil = 0;

  constructor(
    readonly options: RegistryOptions,
    readonly clock: Clock,
  ) {
    const { beforeChange } = this.instances;
    this.recentChanges = new RecentChanges(options.retentionTimeInDeltaQueueMs, undefined, beforeChange);
    this.selfPreservation = new SelfPreservation(options, clock);
  }

  /** An instance, unless it has expired and waits for its eviction. */
  visible(app: string, id: string): RegistryEntry | undefined {
    const entry = this.instances.get(app, id);
    return entry && this.isVisible(entry) ? entry : undefined;
  }

  isVisible({ lease }: RegistryEntry): boolean {
    return !(this.selfPreservation.allowsEviction() && isExpired(lease, this.clock()));
  }

  /** A visible instance with its lease renewed, as any request of an operator renews it. */
  renewed(app: string, id: string): RegistryEntry | undefined {
    const entry = this.visible(app, id);
    entry?.renew(this.clock());
    return entry;
  }

  /**
   * Lists a registration under a new lease.
   *
   * @param decided the status and override to list it with
   * @param now one reading of the clock for the whole registration: two differ by a millisecond
   * @param at time of the registration, for people to read
   */
  place(
    instance: InstanceInfo,
    decided: Pick<InstanceInfo, 'status' | 'overriddenStatus'>,
    durationInSecs: number,
    now: number,
    at = now,
  ): RegistryEntry {
    const before = this.instances.get(instance.app, idOf(instance));
    const granted = grant(durationInSecs, now, before?.lease);
    const lease = decided.status === 'UP' ? serviceUp(granted, now) : granted;
    const { status, overriddenStatus } = decided;
    const listed = { status, overriddenStatus, actionType: 'ADDED', lastUpdatedTimestamp: at } as const;
    const entry = this.instances.put(instance, lease, listed);
    if (!before) this.selfPreservation.clientAdded();
    this.tombstones.remove(entry.app, entry.id);
    this.recentChanges.add(entry, now);
    this.recentlyRegistered.add(entry.app, entry.id, now);
    return entry;
  }

  /** Lists an instance with an override. */
  force(entry: RegistryEntry, status: InstanceStatus, context: ReplicatedStatusContext): InstanceInfo {
    const now = this.clock();
    if (status === 'UP') entry.lease = serviceUp(entry.lease, now);
    this.overrides.set(entry.id, status, now, context.at);
    const stamp = raisedVersion(entry.listed, context);
    return this.modify(entry, { status, overriddenStatus: status, ...stamp }, now, context.at);
  }

  /** Changes what is listed of an instance, and records the change for the delta. */
  modify(entry: RegistryEntry, changes: Partial<InstanceInfo>, now: number, at = now): InstanceInfo {
    this.instances.change(entry, { ...changes, actionType: 'MODIFIED', lastUpdatedTimestamp: at });
    this.recentChanges.add(entry, now);
    return entry.info;
  }
}
