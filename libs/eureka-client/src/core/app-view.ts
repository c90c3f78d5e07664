import type { InstanceInfo } from '@eureka-nest/protocol';
import type { RegistrySnapshot } from './registry-snapshot.js';
import { serviceInstance, type ServiceInstance } from './service-instance.js';

type Instances = ReadonlyMap<string, InstanceInfo>;
type ByVip = ReadonlyMap<string, readonly ServiceInstance[]>;

/** Usable instances of one application, ordered by id, and by each of their VIPs in upper case. */
export interface AppView {
  /** Name of the application, in upper case. */
  readonly app: string;
  readonly instances: readonly ServiceInstance[];
  readonly byVip: ByVip;
}

interface Computed {
  readonly of: Instances;
  readonly view: AppView;
}

/**
 * Computes the views of applications, each from the one before: with thousands of instances, a
 * change of one must not cost what all of them cost.
 */
export class AppViews {
  private computed: ReadonlyMap<string, Computed> = new Map();
  private readonly callables = new WeakMap<InstanceInfo, ServiceInstance>();

  /** @param onlyUp true if only instances that are UP are usable; one without a port never is */
  constructor(private readonly onlyUp: boolean) {}

  of(snapshot: RegistrySnapshot): readonly AppView[] {
    const computed = new Map<string, Computed>();
    for (const [app, instances] of snapshot) {
      const before = this.computed.get(app);
      const isSame = before?.of === instances;
      computed.set(app, isSame ? before : { of: instances, view: this.view(app, instances, before?.view) });
    }
    this.computed = computed;
    return [...computed.values()].map(({ view }) => view);
  }

  /** Reason why callers do not get an instance; undefined if they do. */
  filterReason({ status, port, securePort }: InstanceInfo): string | undefined {
    if (status !== 'UP' && this.onlyUp) return status;
    return port.enabled || securePort.enabled ? undefined : 'no port';
  }

  private view(app: string, all: Instances, before: AppView | undefined): AppView {
    const usable = new Map<ServiceInstance, InstanceInfo>();
    for (const instance of all.values())
      if (this.filterReason(instance) === undefined) usable.set(this.callable(instance), instance);
    // Those from before are in order, so the sort is one pass.
    const kept = before?.instances.filter((each) => usable.has(each)) ?? [];
    if (before && kept.length === usable.size && kept.length === before.instances.length) return before;
    const known = new Set(kept);
    const instances = [...kept, ...[...usable.keys()].filter((each) => !known.has(each))].sort(byId);
    const byVip = new Map<string, ServiceInstance[]>();
    for (const each of instances) {
      for (const vip of vipsOf(usable.get(each)?.vipAddress)) {
        const list = byVip.get(vip);
        if (list) list.push(each);
        else byVip.set(vip, [each]);
      }
    }
    return { app: app.toUpperCase(), instances, byVip };
  }

  private callable(instance: InstanceInfo): ServiceInstance {
    const known = this.callables.get(instance);
    if (known) return known;
    const made = serviceInstance(instance);
    this.callables.set(instance, made);
    return made;
  }
}

export const byId = (one: ServiceInstance, other: ServiceInstance): number =>
  one.instanceId < other.instanceId ? -1 : 1;

/** Splits a `vipAddress`, which may list several names; in upper case. */
export const vipsOf = (vipAddress = ''): readonly string[] =>
  vipAddress
    .toUpperCase()
    .split(',')
    .filter((vip) => vip !== '');
