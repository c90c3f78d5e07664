import type { InstanceInfo } from '@eureka-nest/protocol';
import type { ListedInstance } from '../listed-instance.js';

/** An entry of which a snapshot is taken; the registry's entries fit this by shape. */
export interface SnapshotEntry {
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
  constructor(
    /** Upper case. */
    readonly name: string,
    private readonly entries: readonly SnapshotEntry[],
    readonly instances: readonly ListedInstance[] = entries.map(({ listed }) => listed),
  ) {}

  /** An instance with its lease as it is now. */
  instance(index: number): InstanceInfo {
    return (this.entries[index] as SnapshotEntry).withLease(this.instances[index] as ListedInstance);
  }
}

/**
 * Snapshots of many applications, taken at one moment. They are in a few large arrays of a size
 * that is known before: smaller or growing ones would keep the garbage collector busy for longer
 * than it takes to fill these.
 */
export class ApplicationSnapshots {
  private readonly names: string[] = [];
  private readonly ends: number[] = [];
  private readonly entries: SnapshotEntry[];
  private readonly instances: ListedInstance[];
  private count = 0;

  /** @param size number of instances, if it is large */
  constructor(size = 0) {
    this.entries = new Array<SnapshotEntry>(size);
    this.instances = new Array<ListedInstance>(size);
  }

  add(name: string, entries: Iterable<SnapshotEntry>): void {
    for (const entry of entries) {
      this.entries[this.count] = entry;
      this.instances[this.count] = entry.listed;
      this.count += 1;
    }
    this.names.push(name);
    this.ends.push(this.count);
  }

  *[Symbol.iterator](): Generator<ApplicationSnapshot> {
    let from = 0;
    for (const [index, name] of this.names.entries()) {
      const to = this.ends[index] as number;
      yield new ApplicationSnapshot(name, this.entries.slice(from, to), this.instances.slice(from, to));
      from = to;
    }
  }
}
