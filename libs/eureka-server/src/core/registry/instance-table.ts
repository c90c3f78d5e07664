import type { Application, InstanceInfo } from '@eureka-nest/protocol';
import type { RegistryEntry, Listing } from './registry-entry.js';
import type { Lease } from './lease.js';
import { type CurrentRevisions, Revisions } from '../delta/revisions.js';
import { StatusCounts } from './status-counts.js';
import { VipIndex } from './vip-index.js';

/** Applications, each with the number of its present version. */
export interface ApplicationGroups {
  readonly revisions: CurrentRevisions;
  application(app: string): Application | undefined;
}

/**
 * Application name -> instance id -> what is held; with what would otherwise cost a walk over all of them: how
 * many are in which status, who has an id, who is called by a vip. Names are found in any case, ids only
 * exactly. A change of what a held instance shows goes through here.
 */
export class InstanceTable implements ApplicationGroups {
  private readonly apps = new Map<string, Map<string, RegistryEntry>>();
  /** Nearly always one; an array takes a third of a set's room. */
  private readonly byId = new Map<string, readonly RegistryEntry[]>();
  private readonly statuses = new StatusCounts();
  private readonly numbered = new Revisions();
  private count = 0;

  readonly vips = new VipIndex(({ vipAddress }) => vipAddress);
  readonly secureVips = new VipIndex(({ secureVipAddress }) => secureVipAddress);

  get size(): number {
    return this.count;
  }

  /** Of each application; a renewal alone changes no version. */
  get revisions(): CurrentRevisions {
    return this.numbered;
  }

  /** Of all instances, as `appsHashCode`. */
  hashCode(): string {
    return this.statuses.hashCode();
  }

  get(app: string, id: string): RegistryEntry | undefined {
    return this.instancesOf(app)?.get(id);
  }

  /** @param held of an id that is not there yet; otherwise it is to be {@link replace}d */
  add(held: RegistryEntry): void {
    const { app, id } = held;
    const instances = this.apps.get(app) ?? new Map<string, RegistryEntry>();
    if (instances.size === 0) this.apps.set(app, instances);
    instances.set(id, held);
    this.byId.set(id, [...this.withId(id), held]);
    this.count += 1;
    this.tally(held);
  }

  /** Another registration of one that is there: only what differs is indexed anew. */
  replace(held: RegistryEntry, given: InstanceInfo, lease: Lease, listing: Listing): void {
    this.statuses.remove(held.status);
    this.vips.removeIfOther(held, given);
    this.secureVips.removeIfOther(held, given);
    held.replace(given, lease, listing);
    this.tally(held);
  }

  /** @param changes neither the application nor the id nor a vip: that is another registration */
  change(held: RegistryEntry, changes: Partial<InstanceInfo>): void {
    this.statuses.remove(held.status);
    held.change(changes);
    this.tally(held);
  }

  remove(held: RegistryEntry): void {
    const { app, id } = held;
    const instances = this.apps.get(app);
    if (!instances?.delete(id)) return;
    this.count -= 1;
    this.statuses.remove(held.status);
    const others = this.withId(id).filter((each) => each !== held);
    if (others.length > 0) this.byId.set(id, others);
    else this.byId.delete(id);
    this.vips.remove(held);
    this.secureVips.remove(held);
    if (instances.size > 0) this.numbered.touch(app);
    else {
      this.apps.delete(app);
      this.numbered.drop(app);
    }
  }

  /** Those of every application that have this id. */
  withId(id: string): readonly RegistryEntry[] {
    return this.byId.get(id) ?? [];
  }

  /** Those of one application. */
  heldOf(app: string): Iterable<RegistryEntry> {
    return this.instancesOf(app)?.values() ?? [];
  }

  *[Symbol.iterator](): IterableIterator<RegistryEntry> {
    for (const instances of this.apps.values()) yield* instances.values();
  }

  application(app: string): Application | undefined {
    const instances = this.instancesOf(app);
    return instances && { name: app.toUpperCase(), instances: infosOf(instances) };
  }

  applications(): Application[] {
    return [...this.apps].map(([name, instances]) => ({ name, instances: infosOf(instances) }));
  }

  private tally(held: RegistryEntry): void {
    this.statuses.add(held.status);
    this.vips.put(held);
    this.secureVips.put(held);
    this.numbered.touch(held.app);
  }

  private instancesOf(app: string): Map<string, RegistryEntry> | undefined {
    return this.apps.get(app.toUpperCase());
  }
}

const infosOf = (instances: Map<string, RegistryEntry>): InstanceInfo[] =>
  [...instances.values()].map(({ info }) => info);
