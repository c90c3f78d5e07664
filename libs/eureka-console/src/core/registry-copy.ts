import type { ConsoleInstance, ConsoleStatus } from '@eureka-nest/protocol/console';

/** One instance of the copy. A change replaces the entry, a heartbeat only moves its two times. */
export interface Entry {
  readonly key: string;
  readonly instance: ConsoleInstance;
  /** Text that the search looks at, in lower case. */
  readonly text: string;
  renewedAt: number;
  expiresAt: number;
}

export interface App {
  readonly entries: Map<string, Entry>;
  readonly counts: Partial<Record<ConsoleStatus, number>>;
}

/** The page's copy of what a registry lists, with the indexes that its views need. */
export class RegistryCopy {
  readonly entries = new Map<string, Entry>();
  readonly apps = new Map<string, App>();
  readonly zones = new Map<string, number>();
  readonly counts: Partial<Record<ConsoleStatus, number>> = {};

  put(given: ConsoleInstance): void {
    if (typeof given?.key !== 'string') return;
    const instance = { ...given, metadata: given.metadata ?? {} };
    const { key, renewedAt, expiresAt } = instance;
    this.remove(key);
    const entry: Entry = { key, instance, text: searchText(instance), renewedAt, expiresAt };
    this.entries.set(key, entry);
    const app = this.apps.get(instance.app) ?? { entries: new Map<string, Entry>(), counts: {} };
    this.apps.set(instance.app, app);
    app.entries.set(key, entry);
    this.count(instance, app, 1);
  }

  remove(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    const { app: name } = entry.instance;
    const app = this.apps.get(name)!;
    this.entries.delete(key);
    app.entries.delete(key);
    this.count(entry.instance, app, -1);
    if (app.entries.size === 0) this.apps.delete(name);
  }

  /**
   * A heartbeat prolongs the lease; of two, the later one holds, unless the registry's clock was
   * set back since. A renewed lease lives twice the length that was asked for, while that of a
   * registration has not been doubled yet.
   *
   * @param now time of the registry
   */
  renew(key: string, at: number, now: number): boolean {
    const entry = this.entries.get(key);
    if (!entry || !(at > entry.renewedAt || entry.renewedAt > now)) return false;
    const { leaseMs = 0 } = entry.instance;
    entry.expiresAt = at + Math.max(entry.expiresAt - entry.renewedAt, 2 * leaseMs);
    entry.renewedAt = at;
    return true;
  }

  private count({ status, zone }: ConsoleInstance, app: App, by: 1 | -1): void {
    app.counts[status] = (app.counts[status] ?? 0) + by;
    this.counts[status] = (this.counts[status] ?? 0) + by;
    if (zone === undefined) return;
    const left = (this.zones.get(zone) ?? 0) + by;
    if (left > 0) this.zones.set(zone, left);
    else this.zones.delete(zone);
  }
}

function searchText(instance: ConsoleInstance): string {
  const { app, id, host, ip, port, securePort, vip, status, override, zone, version, metadata } = instance;
  const facts = [app, id, host, ip, port, securePort, vip, status, override, zone, version];
  const pairs = Object.entries(metadata).map(([name, value]) => `${name}=${value}`);
  return [...facts, ...pairs].join('\n').toLowerCase();
}
