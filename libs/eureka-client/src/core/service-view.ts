import type { InstanceInfo } from '@eureka-nest/protocol';
import { AppViews, vipsOf } from './app-view.js';
import { instancesOf, type RegistrySnapshot } from './registry-snapshot.js';
import type { ServiceInstance } from './service-instance.js';

export { serviceInstance, type ServiceInstance } from './service-instance.js';

/** Number of instances that callers do not get, for one reason: `{ why: 'DOWN', count: 2 }`. */
export interface FilteredOut {
  readonly why: string;
  readonly count: number;
}

/**
 * The usable instances of a registry by service name, in any case, ordered by id. Nothing is
 * computed before it is asked for, and a service without a change is not computed again.
 */
export class ServiceView {
  private lazyServices: readonly string[] | undefined;
  private ownApps: AppViews | undefined;

  /** @param shared lists that advance from one view to the next */
  constructor(
    private readonly snapshot: RegistrySnapshot,
    private readonly onlyUp = true,
    private readonly shared = new AppViews(onlyUp, snapshot),
  ) {}

  /** Names of the services with a usable instance, in lower case, as Spring lists them. */
  get services(): readonly string[] {
    return (this.lazyServices ??= this.apps.usableApps.map((app) => app.toLowerCase()).sort());
  }

  /**
   * Looks up by VIP, as Spring does, then by application name, because the VIP of a plain Netflix
   * client is its host and port.
   */
  instances(service: string): readonly ServiceInstance[] {
    return this.apps.instances(service);
  }

  /** Counts the unusable instances of a service. Computed on demand: only errors need it. */
  filteredOut(service: string): readonly FilteredOut[] {
    const name = service.toUpperCase();
    const counts = new Map<string, number>();
    for (const instance of instancesOf(this.snapshot)) {
      const why = this.shared.filterReason(instance);
      if (why === undefined || !serviceNamesOf(instance).includes(name)) continue;
      counts.set(why, (counts.get(why) ?? 0) + 1);
    }
    return [...counts].map(([why, count]) => ({ why, count })).sort((a, b) => (a.why < b.why ? -1 : 1));
  }

  /** Lists of this view's own snapshot, even after those of the shared ones advanced. */
  private get apps(): AppViews {
    if (this.shared.snapshot === this.snapshot) return this.shared;
    return (this.ownApps ??= new AppViews(this.onlyUp, this.snapshot));
  }
}

const serviceNamesOf = (instance: InstanceInfo): readonly string[] => [
  ...vipsOf(instance.vipAddress),
  instance.app.toUpperCase(),
];
