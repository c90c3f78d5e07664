import type { InstanceInfo } from './instance-info.js';

/**
 * Number of instances in each status, such as `DOWN_1_UP_2_`. Client and server compare it to
 * detect that their registries differ. Java:
 * com.netflix.discovery.shared.Applications.getReconcileHashCode
 */
export function appsHashCode(instances: Iterable<Pick<InstanceInfo, 'status'>>): string {
  // Sorted by name, the order of Java's TreeMap.
  const counts = { DOWN: 0, OUT_OF_SERVICE: 0, STARTING: 0, UNKNOWN: 0, UP: 0 };
  for (const { status } of instances) counts[status] += 1;
  let hash = '';
  for (const [status, count] of Object.entries(counts)) if (count > 0) hash += `${status}_${count}_`;
  return hash;
}
