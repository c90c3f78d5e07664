import { idOf, type Application, type InstanceInfo } from '@eureka-nest/protocol';
import { ApplicationSnapshot, ApplicationSnapshots } from '../delta/application-snapshot.js';
import { BeforeChange } from '../delta/before-change.js';
import { type RevisedApplications, Revisions } from '../delta/revisions.js';
import type { Lease } from './lease.js';
import type { Decided } from './listing.js';
import { RegistryEntry } from './registry-entry.js';
import { StatusCounts } from './status-counts.js';
import { VipIndex } from './vip-index.js';

/**
 * The registered instances by application and id, with indexes for what would otherwise cost a walk
 * over all of them: count per status, entries per id, entries per vip. Application names are found
 * in any case, ids only exactly.
 *
 * Invariant: the indexes agree with the entries. Hence an entry's instance changes through this
 * table alone ({@link put}, {@link change}); its lease, which no index covers, may change directly.
 */
export class InstanceTable implements RevisedApplications {
  private readonly apps = new Map<string, Map<string, RegistryEntry>>();
  /** Nearly always one entry per id; an array takes a third of a set's memory. */
  private readonly byId = new Map<string, readonly RegistryEntry[]>();
  private readonly statuses = new StatusCounts();
  size = 0;

  readonly beforeChange = new BeforeChange();
  /** Revisions of the applications; a renewal changes none. */
  readonly revisions = new Revisions();
  readonly vips = new VipIndex(({ vipAddress }) => vipAddress);
  readonly secureVips = new VipIndex(({ secureVipAddress }) => secureVipAddress);

  /** `appsHashCode` of all instances. */
  hashCode(): string {
    return this.statuses.hashCode();
  }

  get(app: string, id: string): RegistryEntry | undefined {
    return this.instancesOf(app)?.get(id);
  }

  /** Adds an instance, or replaces its registration. */
  put(given: InstanceInfo, lease: Lease, decided: Decided = given): RegistryEntry {
    const instances = this.instancesOf(given.app);
    const before = instances?.get(idOf(given));
    this.beforeChange.of(before?.app ?? given.app.toUpperCase());
    if (!before) {
      const [sibling] = instances?.values() ?? [];
      return this.add(new RegistryEntry(given, lease, decided, sibling));
    }
    this.statuses.add(-1, before.status);
    this.vips.removeIfOther(before, given);
    this.secureVips.removeIfOther(before, given);
    before.replace(given, lease, decided);
    this.index(before);
    return before;
  }

  /**
   * @param changes fields other than the application, the id and the vips, which need {@link put}
   */
  change(entry: RegistryEntry, changes: Partial<InstanceInfo>): void {
    this.beforeChange.of(entry.app);
    this.statuses.add(-1, entry.status);
    entry.change(changes);
    this.index(entry);
  }

  remove(entry: RegistryEntry): void {
    const { app, id } = entry;
    const instances = this.apps.get(app);
    this.beforeChange.of(app);
    if (!instances?.delete(id)) return;
    this.size -= 1;
    this.statuses.add(-1, entry.status);
    const others = this.withId(id).filter((other) => other !== entry);
    if (others.length > 0) this.byId.set(id, others);
    else this.byId.delete(id);
    this.vips.remove(entry);
    this.secureVips.remove(entry);
    if (instances.size > 0) this.revisions.touch(app);
    else {
      this.apps.delete(app);
      this.revisions.drop(app);
    }
  }

  /** Entries of all applications with this id. */
  withId(id: string): readonly RegistryEntry[] {
    return this.byId.get(id) ?? [];
  }

  entriesOf(app: string): Iterable<RegistryEntry> {
    return this.instancesOf(app)?.values() ?? [];
  }

  *[Symbol.iterator](): IterableIterator<RegistryEntry> {
    for (const instances of this.apps.values()) yield* instances.values();
  }

  application(app: string): Application | undefined {
    const instances = this.instancesOf(app);
    return instances && { name: app.toUpperCase(), instances: infosOf(instances) };
  }

  snapshot(app: string): ApplicationSnapshot | undefined {
    const instances = this.instancesOf(app);
    return instances && new ApplicationSnapshot(app.toUpperCase(), [...instances.values()]);
  }

  /** Snapshots of all applications by name, as they are at the first step of the iteration. */
  *snapshots(): Generator<ApplicationSnapshot> {
    yield* new ApplicationSnapshots(this, [...this.apps.keys()].sort());
  }

  applications(): Application[] {
    return [...this.apps].map(([name, instances]) => ({ name, instances: infosOf(instances) }));
  }

  private add(entry: RegistryEntry): RegistryEntry {
    const { app, id } = entry;
    const instances = this.apps.get(app) ?? new Map<string, RegistryEntry>();
    if (instances.size === 0) this.apps.set(app, instances);
    instances.set(id, entry);
    this.byId.set(id, [...this.withId(id), entry]);
    this.size += 1;
    this.index(entry);
    return entry;
  }

  private index(entry: RegistryEntry): void {
    this.statuses.add(1, entry.status);
    this.vips.put(entry);
    this.secureVips.put(entry);
    this.revisions.touch(entry.app);
  }

  private instancesOf(app: string): Map<string, RegistryEntry> | undefined {
    // The name as it is in nearly all requests: converting it takes longer than looking it up.
    return this.apps.get(app) ?? this.apps.get(app.toUpperCase());
  }
}

const infosOf = (instances: Map<string, RegistryEntry>): InstanceInfo[] =>
  Array.from(instances.values(), ({ info }) => info);
