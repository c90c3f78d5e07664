import type { Applications, InstanceInfo } from '@eureka-nest/protocol';
import { instancesOf, type RegistrySnapshot, snapshotOf } from './registry-snapshot.js';

/** Longest time for which a lost instance is retained: the usual renewal interval. */
const maxRetainedMs = 30_000;
/** Share of the instances that self-preservation protects. */
const protectedShare = 0.85;

interface Retained {
  readonly instance: InstanceInfo;
  /** End of its time, by the clock for durations. */
  readonly until: number;
}

/**
 * Instances that a registry lost, probably because it restarted. Those that live register again
 * within one of their renewal intervals, so each is retained for that time, and not longer.
 */
export class RetainedInstances {
  private readonly byKey = new Map<string, Retained>();

  get size(): number {
    return this.byKey.size;
  }

  /** Retains what `shown` has and `listed` lacks. The time of those retained already goes on. */
  retain(shown: RegistrySnapshot, listed: RegistrySnapshot, now: number): void {
    for (const [app, instances] of shown) {
      for (const [id, instance] of instances) {
        const key = keyOf(app, id);
        if (listed.get(app)?.has(id) || this.byKey.has(key)) continue;
        this.byKey.set(key, { instance, until: now + retainedMs(instance) });
      }
    }
  }

  clear(): void {
    this.byKey.clear();
  }

  /** Drops those that a delta deletes: their registry knew them, and does not any more. */
  dropDeleted({ applications }: Applications): void {
    if (this.byKey.size === 0) return;
    for (const [app, instances] of snapshotOf({ version: '', hashCode: '', applications })) {
      for (const [id, { actionType }] of instances) {
        if (actionType === 'DELETED') this.byKey.delete(keyOf(app, id));
      }
    }
  }

  /** Adds the retained instances to a snapshot; drops those that are listed or expired. */
  addTo(listed: RegistrySnapshot, now: number): RegistrySnapshot {
    if (this.byKey.size === 0) return listed;
    const shown = new Map(listed);
    for (const [key, { instance, until }] of this.byKey) {
      const [app, id] = JSON.parse(key) as [string, string];
      if (now >= until || listed.get(app)?.has(id)) this.byKey.delete(key);
      else shown.set(app, new Map(shown.get(app)).set(id, instance));
    }
    return shown;
  }

  /** True if the time of one is up. */
  hasExpired(now: number): boolean {
    for (const { until } of this.byKey.values()) if (now >= until) return true;
    return false;
  }
}

/**
 * True if a full registry lacks so much of a snapshot that it has to be confirmed: all of it, or
 * more than a registry would evict at once (15 %, at least one).
 */
export function losesMany(shown: RegistrySnapshot, registry: Applications): boolean {
  const listed = snapshotOf(registry);
  let [all, lost] = [0, 0];
  for (const [app, instances] of shown) {
    all += instances.size;
    for (const id of instances.keys()) if (!listed.get(app)?.has(id)) lost += 1;
  }
  return lost > all - Math.floor(all * protectedShare) || (all > 0 && lost === all);
}

export const isEmpty = (registry: Applications): boolean =>
  instancesOf(snapshotOf(registry)).next().done === true;

const keyOf = (app: string, id: string): string => JSON.stringify([app, id]);

function retainedMs({ leaseInfo }: InstanceInfo): number {
  const renewalMs = leaseInfo.renewalIntervalInSecs * 1000;
  return renewalMs > 0 ? Math.min(renewalMs, maxRetainedMs) : maxRetainedMs;
}
