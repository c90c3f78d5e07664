import type { InstanceInfo } from '@eureka-nest/protocol';
import { addressFault } from './callable-address.js';
import type { RegistrySnapshot } from './registry-snapshot.js';
import type { RegistryChange } from './snapshot-changes.js';
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

/**
 * Computes the views of applications, each from the one before: with thousands of instances, a
 * change of one must not cost what all of them cost.
 */
export class AppViews {
  private latest: RegistrySnapshot | undefined;
  private readonly views = new Map<string, AppView>();
  /** Ids that changed since the view of their application was computed. */
  private readonly changed = new Map<string, Set<string>>();

  /** @param onlyUp true if only instances that are UP are usable; without an address none is */
  constructor(private readonly onlyUp: boolean) {}

  /** Notes the changes that led from the latest snapshot to this one. */
  advance(snapshot: RegistrySnapshot, changes: readonly RegistryChange[]): void {
    this.latest = snapshot;
    for (const { instance } of changes) {
      const { serviceId: app, instanceId } = instance;
      if (!snapshot.has(app)) this.views.delete(app);
      if (!this.views.has(app)) this.changed.delete(app);
      else this.changed.set(app, (this.changed.get(app) ?? new Set()).add(instanceId));
    }
  }

  of(snapshot: RegistrySnapshot): readonly AppView[] {
    return [...snapshot].map(([app, instances]) =>
      snapshot === this.latest ? this.latestView(app, instances) : this.patched(emptyView(app), instances),
    );
  }

  /** Reason why callers do not get an instance; undefined if they do. */
  filterReason(instance: InstanceInfo): string | undefined {
    if (instance.status !== 'UP' && this.onlyUp) return instance.status;
    return addressFault(instance);
  }

  private latestView(app: string, all: Instances): AppView {
    const before = this.views.get(app);
    const ids = this.changed.get(app);
    if (before && !ids) return before;
    const view = this.patched(before ?? emptyView(app), all, ids);
    this.changed.delete(app);
    this.views.set(app, view);
    return view;
  }

  /** @param ids what may have changed; all if left out */
  private patched({ app, ...before }: AppView, all: Instances, ids: Iterable<string> = all.keys()): AppView {
    const changed = new Set(ids);
    const added: ServiceInstance[] = [];
    const addedByVip = new Map<string, ServiceInstance[]>();
    for (const id of changed) {
      const instance = all.get(id);
      if (!instance || this.filterReason(instance) !== undefined) continue;
      const callable = serviceInstance(instance);
      added.push(callable);
      for (const vip of vipsOf(instance.vipAddress)) {
        const list = addedByVip.get(vip);
        if (list) list.push(callable);
        else addedByVip.set(vip, [callable]);
      }
    }
    const byVip = new Map(before.byVip);
    for (const vip of new Set([...before.byVip.keys(), ...addedByVip.keys()])) {
      const list = patchedList(before.byVip.get(vip) ?? [], changed, addedByVip.get(vip) ?? []);
      if (list.length > 0) byVip.set(vip, list);
      else byVip.delete(vip);
    }
    return { app, instances: patchedList(before.instances, changed, added), byVip };
  }
}

const emptyView = (app: string): AppView => ({ app: app.toUpperCase(), instances: [], byVip: new Map() });

/**
 * Removes those with these ids from an ordered list, and adds others; unchanged, it is the same
 * object.
 */
function patchedList(
  list: readonly ServiceInstance[],
  changed: ReadonlySet<string>,
  added: readonly ServiceInstance[],
): readonly ServiceInstance[] {
  const kept = list.filter(({ instanceId }) => !changed.has(instanceId));
  if (added.length === 0) return kept.length === list.length ? list : kept;
  if (added.length > 20) return [...kept, ...added].sort(byId);
  for (const each of added) kept.splice(placeOf(each, kept), 0, each);
  return kept;
}

/** Binary search: the place of an instance in an ordered list. */
function placeOf(each: ServiceInstance, list: readonly ServiceInstance[]): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byId(list[middle] as ServiceInstance, each) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const byId = (one: ServiceInstance, other: ServiceInstance): number =>
  one.instanceId < other.instanceId ? -1 : 1;

/** Splits a `vipAddress`, which may list several names, even one twice; in upper case. */
export const vipsOf = (vipAddress = ''): ReadonlySet<string> =>
  new Set(
    vipAddress
      .toUpperCase()
      .split(',')
      .filter((vip) => vip !== ''),
  );
