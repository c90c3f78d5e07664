import type { Application, Applications, InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { Clock, Stop } from '@eureka-nest/runtime/time';
import { Inventory } from '../anti-entropy/inventory.js';
import { Tombstones } from '../anti-entropy/tombstones.js';
import type { ListedInstance, RegistryEntry } from './registry-entry.js';
import { type ApplicationGroups, InstanceTable } from './instance-table.js';
import { isExpired } from './lease.js';
import { Overrides } from './overrides.js';
import { RecentChanges } from '../delta/recent-changes.js';
import { RecentLeases } from './recent-leases.js';
import type { RegistryOptions } from './registry-options.js';
import { SelfPreservation, type SelfPreservationNumbers } from './self-preservation.js';
import type { CurrentRevisions } from '../delta/revisions.js';

/** By which of its two addresses an instance is looked up. */
export type VipKind = 'vip' | 'svip';

/** What everybody may ask of a registry; what changes it is in `Registry`. */
export abstract class RegistryReads {
  protected readonly instances = new InstanceTable();
  protected readonly forced = new Overrides();
  protected readonly tombstones = new Tombstones();
  protected readonly changes: RecentChanges;
  protected readonly protection: SelfPreservation;
  protected readsRefusedUntil = 0;
  private readonly changeListeners = new Set<(held: RegistryEntry) => void>();
  private deltaVersion = 0;
  private deltaState = -1;

  /** By which another registry sees what it lacks. */
  readonly inventory: Inventory;

  /** For people to read, as is {@link recentlyCancelled}. */
  readonly recentlyRegistered = new RecentLeases();
  readonly recentlyCancelled = new RecentLeases();

  constructor(
    protected readonly options: RegistryOptions,
    protected readonly clock: Clock,
  ) {
    this.changes = new RecentChanges(options.retentionTimeInDeltaQueueMs, (held) => {
      for (const listener of this.changeListeners) listener(held);
    });
    this.protection = new SelfPreservation(options, clock);
    this.inventory = new Inventory(this.instances, this.forced, this.tombstones, clock);
  }

  // ---- one instance ----

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

  /** As it describes itself; cheaper than {@link peek}. */
  given(app: string, id: string): ListedInstance | undefined {
    return this.instances.get(app, id)?.given;
  }

  /** Whether there is one whose lease runs: neither cancelled nor expired. */
  isAlive(app: string, id: string): boolean {
    const held = this.instances.get(app, id);
    return held !== undefined && !isExpired(held.lease, this.clock());
  }

  /** When itself was heard of last, here or at a peer that told of it. */
  heardAt(app: string, id: string): number | undefined {
    const held = this.instances.get(app, id);
    return held && Math.max(held.aliveAt, held.contentAt);
  }

  /** The first one of any application, hidden like those of {@link find}. */
  findById(id: string): InstanceInfo | undefined {
    for (const held of this.instances.withId(id)) if (this.isVisible(held)) return held.info;
    return undefined;
  }

  /** What an operator forced on it. To ask keeps the override alive, as it does in Java. */
  overrideOf(id: string): InstanceStatus | undefined {
    return this.forced.get(id, this.clock());
  }

  /** All that operators forced, by instance id, also of instances that a peer alone knows. */
  overrides(): ReadonlyMap<string, InstanceStatus> {
    return this.forced.all(this.clock());
  }

  // ---- all of them ----

  /** How many instances there are, expired ones included. */
  get size(): number {
    return this.instances.size;
  }

  /** How many instances are in which status, as `appsHashCode`; kept up with each change. */
  hashCode(): string {
    return this.instances.hashCode();
  }

  application(app: string): Application | undefined {
    return this.instances.application(app);
  }

  applications(): Applications {
    return { version: '1', hashCode: this.hashCode(), applications: this.instances.applications() };
  }

  /**
   * What changed of late; its hash is that of the whole registry, so that a client can check what it holds
   * after merging. Both are read at one moment, for nothing else runs meanwhile: Java needs a lock, and its
   * cached delta can be older than the hash that it is given.
   */
  delta(): Applications {
    const { version, hashCode } = this.deltaHeader();
    return { version, hashCode, applications: this.changes.applications() };
  }

  /**
   * QUIRK(AbstractInstanceRegistry.getApplicationDeltas): its version is a running number, one higher for each delta
   * that is made, whatever its form, and no cursor: every client is given the same changes, and looks at it only to see
   * that it is not -1. Java makes a delta when it is asked for after a change; so does this.
   */
  deltaHeader(): { readonly version: string; readonly hashCode: string } {
    // Both only rise: the sum is another one after each change of either.
    const state = this.instances.revisions.current + this.changes.revisions.current;
    if (state !== this.deltaState) this.deltaVersion += 1;
    this.deltaState = state;
    return { version: String(this.deltaVersion), hashCode: this.hashCode() };
  }

  /** Calls the listener with each change that a delta tells, as it happens. */
  whenChanged(listener: (held: RegistryEntry) => void): Stop {
    this.changeListeners.add(listener);
    return () => void this.changeListeners.delete(listener);
  }

  /** Who is called by this name. */
  vip(kind: VipKind, name: string): Applications {
    return this.vipsOf(kind).applications(name);
  }

  // ---- for who keeps what was made of an answer ----

  /** The applications that are listed, by version. */
  get listed(): ApplicationGroups {
    return this.instances;
  }

  /** Those with recent changes, by version. */
  get recent(): ApplicationGroups {
    return this.changes;
  }

  /** The versions of what is called by each name. */
  vipRevisions(kind: VipKind): CurrentRevisions {
    return this.vipsOf(kind).revisions;
  }

  // ---- how the server is ----

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

  protected visible(app: string, id: string): RegistryEntry | undefined {
    const held = this.instances.get(app, id);
    return held && this.isVisible(held) ? held : undefined;
  }

  private isVisible({ lease }: RegistryEntry): boolean {
    return !(this.protection.allowsEviction() && isExpired(lease, this.clock()));
  }

  private vipsOf(kind: VipKind) {
    return kind === 'vip' ? this.instances.vips : this.instances.secureVips;
  }
}
