/** Added items after which the place of the oldest one is sought anew, at least. */
const MIN_ADDED = 100;

/** A set, or the keys of a map: items in the order in which they were added. */
interface Items<T> {
  readonly size: number;
  keys(): Iterator<T, undefined>;
}

/**
 * Finds the oldest item at once: an iteration of its own would pass over all that was removed
 * before it. The owner of the items reports what is added and removed.
 */
export class Oldest<T> {
  /** Stays at the oldest item. */
  private inOrder: Iterator<T, undefined>;
  private found: T | undefined;
  /**
   * Items added since the iterator moved: one that stays retains all tables that V8 made for the
   * items meanwhile, with what they contained.
   */
  private added = 0;

  constructor(private readonly items: Items<T>) {
    this.inOrder = items.keys();
  }

  /** Undefined if there are no items. */
  get item(): T | undefined {
    if (this.found === undefined && this.items.size > 0) {
      this.added = 0;
      this.found = this.inOrder.next().value;
      if (this.found === undefined) {
        this.inOrder = this.items.keys();
        this.found = this.inOrder.next().value;
      }
    }
    return this.found;
  }

  /** Reports an item that was not there before. */
  itemAdded(): void {
    if (++this.added > Math.max(MIN_ADDED, this.items.size)) this.restart();
  }

  itemRemoved(item: T): void {
    if (item === this.found) this.found = undefined;
  }

  restart(): void {
    this.inOrder = this.items.keys();
    this.found = undefined;
    this.added = 0;
  }
}

/** A set that knows its oldest item. */
export class OldestFirst<T> extends Set<T> {
  private readonly first = new Oldest<T>(this);

  /** Undefined while the set is empty. */
  get oldest(): T | undefined {
    return this.first.item;
  }

  override add(item: T): this {
    if (!this.has(item)) this.first.itemAdded();
    return super.add(item);
  }

  override delete(item: T): boolean {
    this.first.itemRemoved(item);
    return super.delete(item);
  }
}
