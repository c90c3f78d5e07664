import { appsHashCode, type Applications, type InstanceInfo } from '@eureka-nest/protocol';
import { ApplicationSnapshot } from '../delta/application-snapshot.js';
import { groupByApp } from '../delta/changed-instance.js';
import { Revisions } from '../delta/revisions.js';
import type { RegistryEntry } from './registry-entry.js';

/** Vips that are found of one instance, also of one that a peer sent. */
const MAX_VIPS = 5000;

type Vips = Pick<InstanceInfo, 'vipAddress' | 'secureVipAddress'>;

/**
 * Entries by vip. An address may list several vips, separated by commas; they are compared exactly,
 * blanks and case included. Java walks over all instances instead (AbstractInstanceRegistry).
 */
export class VipIndex {
  readonly revisions = new Revisions();
  private readonly holders = new Map<string, Set<RegistryEntry>>();

  /** @param addressOf selects the vip address of an instance, or the secure one */
  constructor(private readonly addressOf: (instance: Vips) => string | undefined) {}

  /** Adds an entry, or raises the revisions of its vips after a change of other fields. */
  put(entry: RegistryEntry): void {
    for (const vip of this.vipsOf(entry)) {
      const holders = this.holders.get(vip) ?? new Set();
      if (holders.size === 0) this.holders.set(vip, holders);
      holders.add(entry);
      this.revisions.touch(vip);
    }
  }

  /** Removes an entry that is about to be replaced by an instance with other vips. */
  removeIfOther(entry: RegistryEntry, replacement: Vips): void {
    if (this.addressOf(entry.listed) !== this.addressOf(replacement)) this.remove(entry);
  }

  remove(entry: RegistryEntry): void {
    for (const vip of this.vipsOf(entry)) {
      const holders = this.holders.get(vip);
      if (!holders?.delete(entry)) continue;
      if (holders.size > 0) this.revisions.touch(vip);
      else {
        this.holders.delete(vip);
        this.revisions.drop(vip);
      }
    }
  }

  /**
   * QUIRK(VIP look-up): instances of any status; an unknown vip yields an empty list, not an error.
   */
  applications(vip: string): Applications {
    const applications = groupByApp(this.holders.get(vip) ?? []);
    const hashCode = appsHashCode(applications.flatMap(({ instances }) => instances));
    return { version: '-1', hashCode, applications };
  }

  /** Snapshots of the instances with this vip, by application. */
  snapshots(vip: string): ApplicationSnapshot[] {
    const byApp = new Map<string, RegistryEntry[]>();
    for (const entry of this.holders.get(vip) ?? []) {
      const entries = byApp.get(entry.app);
      if (entries) entries.push(entry);
      else byApp.set(entry.app, [entry]);
    }
    return Array.from(byApp, ([name, entries]) => new ApplicationSnapshot(name, entries));
  }

  private vipsOf({ listed }: RegistryEntry): Iterable<string> {
    const address = this.addressOf(listed);
    if (address === undefined) return [];
    return address.includes(',') ? new Set(address.split(',', MAX_VIPS)) : [address];
  }
}
