import type { InstanceInfo } from '@eureka-nest/protocol';
import type { ListedInstance } from '../registry/listed-instance.js';

/** An entry of which a snapshot is taken; the registry's entries fit this by shape. */
interface SnapshotEntry {
  /** Immutable: a change replaces it. */
  readonly listed: ListedInstance;
  /** A version of this entry's instance with the lease as it is now. */
  withLease(listed: ListedInstance): InstanceInfo;
}

/**
 * The instances of one application as they were listed at one moment. Taking it copies references
 * only, so a document can be written from it in slices while the registry changes.
 */
export class ApplicationSnapshot {
  readonly instances: readonly ListedInstance[];

  constructor(
    /** Upper case. */
    readonly name: string,
    private readonly entries: readonly SnapshotEntry[],
  ) {
    this.instances = entries.map(({ listed }) => listed);
  }

  /** An instance with its lease as it is now. */
  instance(index: number): InstanceInfo {
    return (this.entries[index] as SnapshotEntry).withLease(this.instances[index] as ListedInstance);
  }
}
