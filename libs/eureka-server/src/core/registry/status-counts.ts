import { instanceStatuses, type InstanceStatus } from '@eureka-nest/protocol';

const inOrder = [...instanceStatuses].sort();

/** How many instances are in which status, kept up with each change: so the hash code costs no walk. */
export class StatusCounts {
  private readonly counts = new Map<InstanceStatus, number>();

  add(status: InstanceStatus): void {
    this.counts.set(status, (this.counts.get(status) ?? 0) + 1);
  }

  remove(status: InstanceStatus): void {
    this.counts.set(status, (this.counts.get(status) ?? 0) - 1);
  }

  /** What `appsHashCode` of the protocol says of the instances that were counted. */
  hashCode(): string {
    let hash = '';
    for (const status of inOrder) {
      const count = this.counts.get(status) ?? 0;
      if (count > 0) hash += `${status}_${count}_`;
    }
    return hash;
  }
}
