import { appsHashCode, idOf, type Applications, type InstanceInfo } from '@eureka-nest/protocol';

/** Immutable snapshot of a registry: instances by id, by application. */
export type RegistrySnapshot = ReadonlyMap<string, ReadonlyMap<string, InstanceInfo>>;

export const emptySnapshot: RegistrySnapshot = new Map();

/** Makes a snapshot of a full fetch. */
export function snapshotOf({ applications }: Applications): RegistrySnapshot {
  const copy = new Map<string, Map<string, InstanceInfo>>();
  for (const instance of applications.flatMap(({ instances }) => instances)) addInstance(copy, instance);
  return copy;
}

/** Applies a delta, which may repeat known entries. An empty one returns the same object. */
export function applyDelta(snapshot: RegistrySnapshot, { applications }: Applications): RegistrySnapshot {
  const changes = applications.flatMap(({ instances }) => instances);
  if (changes.length === 0) return snapshot;
  const copy = new Map(snapshot);
  const touched = new Map<string, Map<string, InstanceInfo>>();
  for (const instance of changes) {
    const { app } = instance;
    if (!touched.has(app)) touched.set(app, new Map(snapshot.get(app)));
    if (instance.actionType === 'DELETED') touched.get(app)?.delete(idOf(instance));
    else addInstance(touched, instance);
  }
  for (const [app, instances] of touched) {
    if (instances.size > 0) copy.set(app, instances);
    else copy.delete(app);
  }
  return copy;
}

/** True if the instances per status match the hash code. If not, a change was missed. */
export const matchesHashCode = (snapshot: RegistrySnapshot, hashCode: string): boolean =>
  appsHashCode(instancesOf(snapshot)) === hashCode;

export function* instancesOf(snapshot: RegistrySnapshot): Generator<InstanceInfo> {
  for (const instances of snapshot.values()) yield* instances.values();
}

function addInstance(apps: Map<string, Map<string, InstanceInfo>>, instance: InstanceInfo): void {
  const instances = apps.get(instance.app) ?? new Map<string, InstanceInfo>();
  apps.set(instance.app, instances.set(idOf(instance), instance));
}
