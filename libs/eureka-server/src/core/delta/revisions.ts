/** What those may see of {@link Revisions} who keep something that they made of the named things. */
export interface CurrentRevisions extends Iterable<readonly [name: string, revision: number]> {
  /** Rises with each change of any of them, also when one is gone. */
  readonly current: number;
  readonly size: number;
  /** Undefined for what is not there. */
  of(name: string): number | undefined;
  /** The names of what changed since, or is gone, some of them repeatedly; undefined where that is too long ago to tell. */
  changedSince(revision: number): readonly string[] | undefined;
}

/** How many changes are remembered by name: more than happen between two looks at them. */
const REMEMBERED = 1024;

/** Numbers the versions of named things: each change takes the next number, so no two versions ever share one. */
export class Revisions implements CurrentRevisions {
  private readonly byName = new Map<string, number>();
  private readonly latest: string[] = [];
  private count = 0;

  get current(): number {
    return this.count;
  }

  get size(): number {
    return this.byName.size;
  }

  of(name: string): number | undefined {
    return this.byName.get(name);
  }

  /** Says that this one changed, or is new. */
  touch(name: string): void {
    this.remember(name);
    this.byName.set(name, this.count);
  }

  /** Says that this one is gone. */
  drop(name: string): void {
    if (this.byName.delete(name)) this.remember(name);
  }

  changedSince(revision: number): readonly string[] | undefined {
    const { count, latest } = this;
    if (revision < 0 || count - revision > REMEMBERED) return undefined;
    return Array.from(
      { length: count - revision },
      (_, index) => latest[(revision + index) % REMEMBERED] as string,
    );
  }

  [Symbol.iterator](): IterableIterator<readonly [name: string, revision: number]> {
    return this.byName.entries();
  }

  private remember(name: string): void {
    this.latest[this.count % REMEMBERED] = name;
    this.count += 1;
  }
}
