import { appsHashCode, type Applications, type InstanceInfo } from '@eureka-nest/protocol';
import { type CurrentRevisions, Revisions } from '../delta/revisions.js';
import type { RegistryEntry } from './registry-entry.js';

type Vips = Pick<InstanceInfo, 'vipAddress' | 'secureVipAddress'>;

/**
 * Entries by vip. An address may list several vips, separated by commas; they are compared exactly,
 * blanks and case included. Java walks over all instances instead (AbstractInstanceRegistry).
 */
export class VipIndex {
  private readonly holders = new Map<string, Set<RegistryEntry>>();
  private readonly numbered = new Revisions();

  /** @param addressOf selects the vip address of an instance, or the secure one */
  constructor(private readonly addressOf: (instance: Vips) => string | undefined) {}

  get revisions(): CurrentRevisions {
    return this.numbered;
  }

  /** Adds an entry, or raises the revisions of its vips after a change of other fields. */
  put(entry: RegistryEntry): void {
    for (const vip of this.vipsOf(entry)) {
      const holders = this.holders.get(vip) ?? new Set();
      if (holders.size === 0) this.holders.set(vip, holders);
      holders.add(entry);
      this.numbered.touch(vip);
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
      if (holders.size > 0) this.numbered.touch(vip);
      else {
        this.holders.delete(vip);
        this.numbered.drop(vip);
      }
    }
  }

  /**
   * QUIRK(VIP look-up): instances of any status; an unknown vip yields an empty list, not an error.
   */
  applications(vip: string): Applications {
    const byApp = new Map<string, InstanceInfo[]>();
    for (const { app, info } of this.holders.get(vip) ?? []) {
      const instances = byApp.get(app);
      if (instances) instances.push(info);
      else byApp.set(app, [info]);
    }
    const applications = [...byApp].map(([name, instances]) => ({ name, instances }));
    return { version: '-1', hashCode: appsHashCode([...byApp.values()].flat()), applications };
  }

  private vipsOf({ listed }: RegistryEntry): Iterable<string> {
    const address = this.addressOf(listed);
    if (address === undefined) return [];
    return address.includes(',') ? new Set(address.split(',')) : [address];
  }
}
