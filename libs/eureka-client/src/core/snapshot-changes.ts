import { idOf, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import type { RegistrySnapshot } from './registry-snapshot.js';
import { serviceInstance, type ServiceInstance } from './service-instance.js';

/** Change of one instance between two snapshots of a registry. */
export interface RegistryChange {
  /** `changed` is an address, metadata or version; with a new status, it is always `status`. */
  readonly kind: 'added' | 'removed' | 'status' | 'changed';
  /** The instance after the change; before it, if it was removed. */
  readonly instance: ServiceInstance;
  readonly status: InstanceStatus;
  /** The status before, if there was one. */
  readonly before?: InstanceStatus;
}

/** Lists the changes of these instances that matter to callers; a delta names them. */
export function changesOfInstances(
  before: RegistrySnapshot,
  after: RegistrySnapshot,
  instances: readonly InstanceInfo[],
): readonly RegistryChange[] {
  const changes: RegistryChange[] = [];
  const seen = new Set<string>();
  for (const instance of instances) {
    const { app } = instance;
    const id = idOf(instance);
    const key = JSON.stringify([app, id]);
    if (seen.has(key)) continue;
    seen.add(key);
    const [old, next] = [before.get(app)?.get(id), after.get(app)?.get(id)];
    const removal = old && !next ? registryChange('removed', old, old.status) : undefined;
    const change = next ? instanceChange(old, next) : removal;
    if (change) changes.push(change);
  }
  return changes;
}

/** Lists the changes that matter to callers; a renewed lease is no change. */
export function changesBetweenSnapshots(
  before: RegistrySnapshot,
  after: RegistrySnapshot,
): readonly RegistryChange[] {
  const changes: RegistryChange[] = [];
  for (const [app, instances] of after) {
    const old = before.get(app);
    // An application without changes is the same object in both snapshots.
    if (old === instances) continue;
    for (const [id, instance] of instances) {
      const change = instanceChange(old?.get(id), instance);
      if (change) changes.push(change);
    }
  }
  for (const [app, instances] of before) {
    if (after.get(app) === instances) continue;
    for (const [id, instance] of instances) {
      if (!after.get(app)?.has(id)) changes.push(registryChange('removed', instance, instance.status));
    }
  }
  return changes;
}

function instanceChange(before: InstanceInfo | undefined, after: InstanceInfo): RegistryChange | undefined {
  if (before === after) return undefined;
  if (!before) return registryChange('added', after);
  if (before.status !== after.status) return registryChange('status', after, before.status);
  if (callerView(before) === callerView(after)) return undefined;
  return registryChange('changed', after, before.status);
}

const registryChange = (
  kind: RegistryChange['kind'],
  instance: InstanceInfo,
  before?: InstanceStatus,
): RegistryChange => ({
  kind,
  instance: serviceInstance(instance),
  status: instance.status,
  ...(before && { before }),
});

/** Fields that callers can see, as one comparable text. */
function callerView(instance: InstanceInfo): string {
  const { ipAddr, vipAddress, secureVipAddress, port } = instance;
  return JSON.stringify([serviceInstance(instance), ipAddr, vipAddress, secureVipAddress, port]);
}
