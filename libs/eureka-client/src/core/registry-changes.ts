import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { LocalRegistry } from './registry-snapshot.js';
import { serviceInstance, type ServiceInstance } from './service-view.js';

/** What happened to one instance between two copies of a registry. */
export interface RegistryChange {
  /** `changed` is its address, its metadata or its version; a change of status is `status`, whatever else came with it. */
  readonly kind: 'added' | 'removed' | 'status' | 'changed';
  /** As it is now; as it was, where it is gone. */
  readonly instance: ServiceInstance;
  readonly status: InstanceStatus;
  /** The status before, where there was one. */
  readonly before?: InstanceStatus;
}

/** What changed for whoever calls; that a lease was renewed is no change. */
export function changesBetween(before: LocalRegistry, after: LocalRegistry): readonly RegistryChange[] {
  const changes: RegistryChange[] = [];
  for (const [app, instances] of after) {
    const old = before.get(app);
    // What no change has touched is the same object.
    if (old === instances) continue;
    for (const [id, instance] of instances) {
      const change = changeOf(old?.get(id), instance);
      if (change) changes.push(change);
    }
  }
  for (const [app, instances] of before) {
    for (const [id, instance] of instances) {
      if (!after.get(app)?.has(id)) changes.push(change('removed', instance, instance.status));
    }
  }
  return changes;
}

function changeOf(before: InstanceInfo | undefined, after: InstanceInfo): RegistryChange | undefined {
  if (before === after) return undefined;
  if (!before) return change('added', after);
  if (before.status !== after.status) return change('status', after, before.status);
  return whatCallersSee(before) === whatCallersSee(after)
    ? undefined
    : change('changed', after, before.status);
}

const change = (
  kind: RegistryChange['kind'],
  instance: InstanceInfo,
  before?: InstanceStatus,
): RegistryChange => ({
  kind,
  instance: serviceInstance(instance),
  status: instance.status,
  ...(before && { before }),
});

const whatCallersSee = (instance: InstanceInfo): string =>
  JSON.stringify([
    serviceInstance(instance),
    instance.ipAddr,
    instance.vipAddress,
    instance.secureVipAddress,
    instance.port,
  ]);
