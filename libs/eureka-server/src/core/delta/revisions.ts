import { NumberedRing } from '../numbered-ring.js';
import type { SnapshotSource } from './application-snapshot.js';

/**
 * Applications with a revision each, so that what was made of one can be reused until it changes.
 */
export interface RevisedApplications extends SnapshotSource {
  readonly revisions: CurrentRevisions;
}

/** The readable side of {@link Revisions}. */
export interface CurrentRevisions extends Iterable<readonly [name: string, revision: number]> {
  /** Rises with every change of any name, its removal included. */
  readonly current: number;
  readonly size: number;
  /** Revision of a name; undefined if the name is absent. */
  of(name: string): number | undefined;
  /**
   * Names changed or removed after a revision, possibly repeated; undefined if that is too long
   * ago.
   */
  changedSince(revision: number): readonly string[] | undefined;
}

/** Number of changes remembered by name: more than happen between two reads of a busy registry. */
const REMEMBERED = 1024;
/** Characters of all remembered names. */
const MAX_SIZE = 1024 * 1024;

/** A revision number per name. Each change takes the next number, so no revision occurs twice. */
export class Revisions implements CurrentRevisions {
  private readonly byName = new Map<string, number>();
  private readonly latest = new NumberedRing<string>({
    count: REMEMBERED,
    size: MAX_SIZE,
    sizeOf: ({ length }) => length,
  });

  get current(): number {
    return this.latest.last;
  }

  get size(): number {
    return this.byName.size;
  }

  of(name: string): number | undefined {
    return this.byName.get(name);
  }

  /** Records that a name changed, or is new. */
  touch(name: string): void {
    this.latest.add(name);
    this.byName.set(name, this.current);
  }

  /** Records that a name was removed. */
  drop(name: string): void {
    if (this.byName.delete(name)) this.latest.add(name);
  }

  changedSince(revision: number): readonly string[] | undefined {
    return this.latest.since(revision);
  }

  [Symbol.iterator](): IterableIterator<readonly [name: string, revision: number]> {
    return this.byName.entries();
  }
}
