import type { InstanceInfo } from '@eureka-nest/protocol';
import type { Stop } from '@eureka-nest/runtime/time';
import type { ListedInstance } from '../listed-instance.js';
import type { BeforeChange } from './before-change.js';

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

/** Applications of which snapshots are taken. */
export interface SnapshotSource {
  readonly beforeChange: BeforeChange;
  /** Undefined if there is no application of this name. */
  snapshot(app: string): ApplicationSnapshot | undefined;
}

/**
 * Snapshots of many applications as they are at the moment of this call. Each is taken when the
 * iteration reaches it, or just before it changes: to copy 100,000 references at once would hold up
 * every request. To be iterated once.
 */
export class ApplicationSnapshots {
  private readonly snapshots: Map<string, ApplicationSnapshot | undefined>;
  private readonly stop: Stop;

  /** @param names upper case, of applications that exist */
  constructor(
    private readonly source: SnapshotSource,
    names: Iterable<string>,
  ) {
    this.snapshots = new Map(Array.from(names, (name) => [name, undefined]));
    this.stop = source.beforeChange.listen((app) => {
      if (this.snapshots.has(app)) this.snapshots.set(app, this.snapshots.get(app) ?? this.take(app));
    });
  }

  *[Symbol.iterator](): Generator<ApplicationSnapshot> {
    try {
      for (const [name, taken] of this.snapshots) {
        const snapshot = taken ?? this.take(name);
        this.snapshots.delete(name);
        yield snapshot;
      }
    } finally {
      this.stop();
    }
  }

  private take(name: string): ApplicationSnapshot {
    return this.source.snapshot(name) ?? new ApplicationSnapshot(name, []);
  }
}
