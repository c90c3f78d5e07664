import { instanceStatuses, type InstanceInfo, type InstanceStatus } from './instance-info.js';

/** Sorted by name, the order of Java's TreeMap. */
const statusesInOrder = [...instanceStatuses].sort();

/** Number of instances in each status; undefined for none. */
export type StatusCounts = { readonly [status in InstanceStatus]?: number };

/**
 * Number of instances in each status, such as `DOWN_1_UP_2_`. Client and server compare it to
 * detect that their registries differ. Java:
 * com.netflix.discovery.shared.Applications.getReconcileHashCode
 */
export function appsHashCode(instances: Iterable<Pick<InstanceInfo, 'status'>>): string {
  const counts: { [status in InstanceStatus]?: number } = {};
  for (const { status } of instances) counts[status] = (counts[status] ?? 0) + 1;
  return hashCodeOfCounts(counts);
}

/** The same, for a caller that counts its instances itself. */
export function hashCodeOfCounts(counts: StatusCounts): string {
  let hash = '';
  for (const status of statusesInOrder) if (counts[status]) hash += `${status}_${counts[status]}_`;
  return hash;
}
