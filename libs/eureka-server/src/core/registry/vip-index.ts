import { appsHashCode, type Applications, type InstanceInfo } from '@eureka-nest/protocol';
import type { RegistryEntry } from './registry-entry.js';
import { type CurrentRevisions, Revisions } from '../delta/revisions.js';

type Vips = Pick<InstanceInfo, 'vipAddress' | 'secureVipAddress'>;

/**
 * Who can be called under which name. An address may hold several names, separated by commas; they are taken
 * to the letter, blanks and case included. Java: AbstractInstanceRegistry's look-up by vip, which walks all
 * instances.
 */
export class VipIndex {
  private readonly holders = new Map<string, Set<RegistryEntry>>();
  private readonly numbered = new Revisions();

  /** @param addressOf its vipAddress, or the secure one */
  constructor(private readonly addressOf: (instance: Vips) => string | undefined) {}

  get revisions(): CurrentRevisions {
    return this.numbered;
  }

  /** Says that this one is new, or changed in something else than its names. */
  put(held: RegistryEntry): void {
    for (const vip of this.vipsOf(held)) {
      const holders = this.holders.get(vip) ?? new Set();
      if (holders.size === 0) this.holders.set(vip, holders);
      holders.add(held);
      this.numbered.touch(vip);
    }
  }

  /** To be told before an instance takes other names. */
  removeIfOther(held: RegistryEntry, given: Vips): void {
    if (this.addressOf(held.listed) !== this.addressOf(given)) this.remove(held);
  }

  remove(held: RegistryEntry): void {
    for (const vip of this.vipsOf(held)) {
      const holders = this.holders.get(vip);
      if (!holders?.delete(held)) continue;
      if (holders.size > 0) this.numbered.touch(vip);
      else {
        this.holders.delete(vip);
        this.numbered.drop(vip);
      }
    }
  }

  /** QUIRK(VIP look-up): whatever its status; and a name that nobody has is an empty answer, not an unknown one. */
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
