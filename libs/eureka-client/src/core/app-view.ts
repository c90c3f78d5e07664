import type { InstanceInfo } from '@eureka-nest/protocol';
import { addressFault } from './callable-address.js';
import type { Lookup } from './derived-map.js';
import { emptySnapshot, type RegistrySnapshot } from './registry-snapshot.js';
import type { RegistryChange } from './snapshot-changes.js';
import { serviceInstance, type ServiceInstance } from './service-instance.js';

type ServiceList = readonly ServiceInstance[];

/** Usable instances of one application, ordered by id, and by each of their VIPs in upper case. */
interface AppView {
  /** The instances of which the view was computed. */
  readonly all: Lookup<InstanceInfo>;
  readonly instances: ServiceList;
  readonly byVip: ReadonlyMap<string, ServiceList>;
}

/**
 * Computes the lists of services, each from the one before: with thousands of instances, a change
 * of one must not cost what all of them cost. The list of a service without a change stays the same
 * object.
 */
export class AppViews {
  private readonly views = new Map<string, AppView>();
  /** Ids that changed since the view of their application was computed. */
  private readonly changed = new Map<string, Set<string>>();
  /** Lists by service name in upper case, until one of their instances changes. */
  private readonly found = new Map<string, ServiceList>();

  /** @param onlyUp true if only instances that are UP are usable; without an address none is */
  constructor(
    private readonly onlyUp: boolean,
    private latest: RegistrySnapshot = emptySnapshot,
  ) {}

  /** Snapshot of which the lists are. */
  get snapshot(): RegistrySnapshot {
    return this.latest;
  }

  /** Takes the next snapshot, and the changes that led to it. */
  advance(snapshot: RegistrySnapshot, changes: readonly RegistryChange[]): void {
    for (const { instance } of changes) {
      const { serviceId: app, instanceId: id } = instance;
      this.found.delete(app.toUpperCase());
      for (const each of [this.latest, snapshot])
        for (const vip of vipsOf(each.get(app)?.get(id)?.vipAddress)) this.found.delete(vip);
      const ids = (this.changed.get(app) ?? new Set()).add(id);
      // A view with more changed ids than instances is computed anew: a service that is not asked
      // for any more would collect ids for ever.
      const isOutdated = ids.size > Math.max(manyChanges, snapshot.get(app)?.size ?? 0);
      if (isOutdated || !snapshot.has(app)) this.views.delete(app);
      if (!this.views.has(app)) this.changed.delete(app);
      else this.changed.set(app, ids);
    }
    this.latest = snapshot;
  }

  /** Names of the applications with a usable instance. */
  get usableApps(): readonly string[] {
    return this.apps.filter((app) => this.viewOf(app).instances.length > 0);
  }

  /** Looks up by VIP, then by application name; empty if there is no usable instance. */
  instances(service: string): ServiceList {
    const name = service.toUpperCase();
    const known = this.found.get(name);
    if (known) return known;
    const byVip = this.apps
      .map((app) => this.viewOf(app).byVip.get(name))
      .filter((each) => each !== undefined);
    const found =
      joined(byVip) ??
      joined(
        this.apps.filter((app) => app.toUpperCase() === name).map((app) => this.viewOf(app).instances),
      ) ??
      [];
    // A caller may ask for any number of unknown names.
    if (found.length > 0) this.found.set(name, found);
    return found;
  }

  /** Reason why callers do not get an instance; undefined if they do. */
  filterReason(instance: InstanceInfo): string | undefined {
    if (instance.status !== 'UP' && this.onlyUp) return instance.status;
    return addressFault(instance);
  }

  private get apps(): readonly string[] {
    return [...this.latest.keys()];
  }

  private viewOf(app: string): AppView {
    const before = this.views.get(app);
    const ids = this.changed.get(app);
    if (before && !ids) return before;
    const all = this.latest.get(app) ?? noApp.all;
    const view = this.patched(before ?? noApp, all, ids);
    this.changed.delete(app);
    this.views.set(app, view);
    return view;
  }

  /** @param ids what may have changed; all if left out */
  private patched(before: AppView, all: Lookup<InstanceInfo>, ids: Iterable<string> = all.keys()): AppView {
    const changed = new Set(ids);
    const added: ServiceInstance[] = [];
    const addedByVip = new Map<string, ServiceInstance[]>();
    for (const id of changed) {
      for (const vip of vipsOf(before.all.get(id)?.vipAddress)) listIn(addedByVip, vip);
      const instance = all.get(id);
      if (!instance || this.filterReason(instance) !== undefined) continue;
      const callable = serviceInstance(instance);
      added.push(callable);
      for (const vip of vipsOf(instance.vipAddress)) listIn(addedByVip, vip).push(callable);
    }
    const byVip = new Map(before.byVip);
    for (const [vip, addedOnes] of addedByVip) {
      const list = patchedList(before.byVip.get(vip) ?? [], changed, addedOnes);
      if (list.length > 0) byVip.set(vip, list);
      else byVip.delete(vip);
    }
    return { all, instances: patchedList(before.instances, changed, added), byVip };
  }
}

const noApp: AppView = { all: new Map(), instances: [], byVip: new Map() };

function listIn(lists: Map<string, ServiceInstance[]>, name: string): ServiceInstance[] {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
}

/** Joins the lists of several applications; a single one stays the same object. */
const joined = (lists: readonly ServiceList[]): ServiceList | undefined =>
  lists.length < 2 ? lists[0] : lists.flat().sort(byId);

/** Number of changes from which a list is sorted anew. */
const manyChanges = 20;

/** Removes those with these ids from an ordered list, and adds others; the same list if none. */
function patchedList(list: ServiceList, changed: ReadonlySet<string>, added: ServiceList): ServiceList {
  if (changed.size > manyChanges)
    return [...list.filter(({ instanceId }) => !changed.has(instanceId)), ...added].sort(byId);
  const removed = [...changed].filter((id) => list[placeOf(id, list)]?.instanceId === id);
  if (removed.length + added.length === 0) return list;
  const patched = [...list];
  for (const id of removed) patched.splice(placeOf(id, patched), 1);
  for (const each of added) patched.splice(placeOf(each.instanceId, patched), 0, each);
  return patched;
}

/** Binary search: the place of an id in an ordered list. */
function placeOf(id: string, list: ServiceList): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as ServiceInstance).instanceId < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

const byId = (one: ServiceInstance, other: ServiceInstance): number =>
  one.instanceId < other.instanceId ? -1 : 1;

/** Splits a `vipAddress`, which may list several names, even one twice; in upper case. */
export const vipsOf = (vipAddress = ''): ReadonlySet<string> =>
  new Set(
    vipAddress
      .toUpperCase()
      .split(',')
      .filter((vip) => vip !== ''),
  );
