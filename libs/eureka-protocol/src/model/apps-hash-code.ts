import type { InstanceInfo, InstanceStatus } from './instance-info.js';

/** By name: the order in which Java's TreeMap counts them. */
const inOrder: readonly InstanceStatus[] = ['DOWN', 'OUT_OF_SERVICE', 'STARTING', 'UNKNOWN', 'UP'];

/**
 * How many instances are in which status, as in `DOWN_1_UP_2_`: client and server compare it to see that they hold the same.
 * Java: com.netflix.discovery.shared.Applications.getReconcileHashCode
 */
export function appsHashCode(instances: Iterable<Pick<InstanceInfo, 'status'>>): string {
  const counts: Record<InstanceStatus, number> = {
    DOWN: 0,
    OUT_OF_SERVICE: 0,
    STARTING: 0,
    UNKNOWN: 0,
    UP: 0,
  };
  for (const { status } of instances) counts[status] += 1;
  let hash = '';
  for (const status of inOrder) if (counts[status] > 0) hash += `${status}_${counts[status]}_`;
  return hash;
}
