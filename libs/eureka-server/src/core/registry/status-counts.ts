import { instanceStatuses, type InstanceStatus } from '@eureka-nest/protocol';

const statusesInOrder = [...instanceStatuses].sort();

/** Number of instances per status, updated with each change so that the hash code needs no walk. */
export class StatusCounts {
  private readonly counts = new Map<InstanceStatus, number>();

  add(status: InstanceStatus): void {
    this.counts.set(status, (this.counts.get(status) ?? 0) + 1);
  }

  remove(status: InstanceStatus): void {
    this.counts.set(status, (this.counts.get(status) ?? 0) - 1);
  }

  /** `appsHashCode` of the counted instances. */
  hashCode(): string {
    const parts = statusesInOrder.map((status) => [status, this.counts.get(status) ?? 0] as const);
    return parts.map(([status, count]) => (count > 0 ? `${status}_${count}_` : '')).join('');
  }
}
