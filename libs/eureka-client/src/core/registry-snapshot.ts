import { appsHashCode, idOf, type Applications, type InstanceInfo } from '@eureka-nest/protocol';

/** A client's copy of a registry: instances by id, by application. A value: a fetch makes a new one or leaves it. */
export type LocalRegistry = ReadonlyMap<string, ReadonlyMap<string, InstanceInfo>>;

export const emptyRegistry: LocalRegistry = new Map();

/** The copy that a full fetch makes. */
export function wholeRegistry({ applications }: Applications): LocalRegistry {
  const copy = new Map<string, Map<string, InstanceInfo>>();
  for (const instance of applications.flatMap(({ instances }) => instances)) put(copy, instance);
  return copy;
}

/** The copy with the recent changes applied; the same object when there are none. Records may repeat what is known. */
export function withChanges(registry: LocalRegistry, { applications }: Applications): LocalRegistry {
  const changes = applications.flatMap(({ instances }) => instances);
  if (changes.length === 0) return registry;
  const copy = new Map(registry);
  const touched = new Map<string, Map<string, InstanceInfo>>();
  for (const instance of changes) {
    const { app } = instance;
    if (!touched.has(app)) touched.set(app, new Map(registry.get(app)));
    if (instance.actionType === 'DELETED') touched.get(app)?.delete(idOf(instance));
    else put(touched, instance);
  }
  for (const [app, instances] of touched) {
    if (instances.size > 0) copy.set(app, instances);
    else copy.delete(app);
  }
  return copy;
}

/** Whether the copy has as many instances of each status as the registry says it has: if not, changes were missed. */
export function agrees(registry: LocalRegistry, hashCode: string): boolean {
  return appsHashCode(instancesOf(registry)) === hashCode;
}

export function* instancesOf(registry: LocalRegistry): Generator<InstanceInfo> {
  for (const instances of registry.values()) yield* instances.values();
}

function put(registry: Map<string, Map<string, InstanceInfo>>, instance: InstanceInfo): void {
  const instances = registry.get(instance.app) ?? new Map<string, InstanceInfo>();
  registry.set(instance.app, instances.set(idOf(instance), instance));
}
