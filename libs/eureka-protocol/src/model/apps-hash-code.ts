import type { InstanceInfo, InstanceStatus } from './instance-info.js';

/** Statuses sorted by name, the order of Java's TreeMap. */
const sortedStatuses: readonly InstanceStatus[] = ['DOWN', 'OUT_OF_SERVICE', 'STARTING', 'UNKNOWN', 'UP'];

/**
 * Number of instances in each status, such as `DOWN_1_UP_2_`. Client and server compare it to
 * detect that their registries differ. Java:
 * com.netflix.discovery.shared.Applications.getReconcileHashCode
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
  for (const status of sortedStatuses) if (counts[status] > 0) hash += `${status}_${counts[status]}_`;
  return hash;
}
