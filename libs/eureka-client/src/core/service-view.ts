import type { InstanceInfo } from '@eureka-nest/protocol';
import { type AppView, AppViews, byId, vipsOf } from './app-view.js';
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
 * computed before it is asked for, and an application without a change is not computed again.
 */
export class ServiceView {
  private lazyViews: readonly AppView[] | undefined;
  private lazyServices: readonly string[] | undefined;
  private readonly found = new Map<string, readonly ServiceInstance[]>();

  /** @param apps views of single applications, shared with the view before this one */
  constructor(
    private readonly snapshot: RegistrySnapshot,
    onlyUp = true,
    private readonly apps = new AppViews(onlyUp),
  ) {}

  /** Names of the services with a usable instance, in lower case, as Spring lists them. */
  get services(): readonly string[] {
    const usable = () => this.views.filter(({ instances }) => instances.length > 0);
    return (this.lazyServices ??= usable()
      .map(({ app }) => app.toLowerCase())
      .sort());
  }

  /**
   * Looks up by VIP, as Spring does, then by application name, because the VIP of a plain Netflix
   * client is its host and port.
   */
  instances(service: string): readonly ServiceInstance[] {
    const known = this.found.get(service);
    if (known) return known;
    const name = service.toUpperCase();
    const byVip = joined(this.views.map((each) => each.byVip.get(name)).filter((each) => each !== undefined));
    const found =
      byVip ?? joined(this.views.flatMap((each) => (each.app === name ? [each.instances] : []))) ?? [];
    // A caller may ask for any number of unknown names.
    if (found.length > 0) this.found.set(service, found);
    return found;
  }

  /** Counts the unusable instances of a service. Computed on demand: only errors need it. */
  filteredOut(service: string): readonly FilteredOut[] {
    const name = service.toUpperCase();
    const counts = new Map<string, number>();
    for (const instance of instancesOf(this.snapshot)) {
      const why = this.apps.filterReason(instance);
      if (why === undefined || !serviceNamesOf(instance).includes(name)) continue;
      counts.set(why, (counts.get(why) ?? 0) + 1);
    }
    return [...counts].map(([why, count]) => ({ why, count })).sort((a, b) => (a.why < b.why ? -1 : 1));
  }

  private get views(): readonly AppView[] {
    return (this.lazyViews ??= this.apps.of(this.snapshot));
  }
}

/** Joins the lists of several applications; a single one stays the same object. */
function joined(lists: readonly (readonly ServiceInstance[])[]): readonly ServiceInstance[] | undefined {
  return lists.length < 2 ? lists[0] : lists.flat().sort(byId);
}

const serviceNamesOf = (instance: InstanceInfo): readonly string[] => [
  ...vipsOf(instance.vipAddress),
  instance.app.toUpperCase(),
];
