/** Added keys after which the place of the oldest one is sought anew, at least. */
const MIN_ADDED = 100;

interface Limits<V> {
  readonly count: number;
  /** Limit of the sum of all sizes. */
  readonly size: number;
  /** Size of a value, which never changes. */
  readonly sizeOf: (value: V) => number;
}

/**
 * A map that removes its oldest entries beyond a number and a total size; the latest one stays,
 * whatever its size. A limit of the number alone would not bound the memory: a client may send
 * names of a megabyte.
 */
export class LimitedMap<V> extends Map<string, V> {
  private total = 0;
  /** Stays at the oldest key: a new iterator passes over all that was removed before it. */
  private keysInOrder = this.keys();
  private oldest: string | undefined;
  /**
   * Keys added since the iterator moved: one that stays retains all tables that V8 made for the map
   * meanwhile, with the values in them.
   */
  private added = 0;

  constructor(private readonly limits: Limits<V>) {
    super();
  }

  /** Sum of all sizes. */
  get totalSize(): number {
    return this.total;
  }

  /** True if one more entry, however small, removes the oldest. */
  get isFull(): boolean {
    return this.size >= this.limits.count || this.total >= this.limits.size;
  }

  /** The oldest key; undefined while the map is empty. */
  get oldestKey(): string | undefined {
    if (this.oldest === undefined && this.size > 0) {
      this.added = 0;
      this.oldest = this.keysInOrder.next().value;
      if (this.oldest === undefined) {
        this.keysInOrder = this.keys();
        this.oldest = this.keysInOrder.next().value;
      }
    }
    return this.oldest;
  }

  /** Sets a value; a key keeps its place. Returns the number of entries that were removed. */
  put(key: string, value: V): number {
    const before = this.get(key);
    if (before !== undefined) this.total -= this.limits.sizeOf(before);
    else if (++this.added > Math.max(MIN_ADDED, this.size)) this.restart();
    super.set(key, value);
    this.total += this.limits.sizeOf(value);
    return this.removeOldest(key);
  }

  override set(key: string, value: V): this {
    this.put(key, value);
    return this;
  }

  override delete(key: string): boolean {
    const value = this.get(key);
    if (value !== undefined) this.total -= this.limits.sizeOf(value);
    if (key === this.oldest) this.oldest = undefined;
    return super.delete(key);
  }

  override clear(): void {
    this.total = 0;
    super.clear();
    this.restart();
  }

  private restart(): void {
    this.keysInOrder = this.keys();
    this.oldest = undefined;
    this.added = 0;
  }

  private removeOldest(latest: string): number {
    const { count, size } = this.limits;
    const before = this.size;
    const isOver = () => this.size > count || this.total > size;
    for (let key = this.oldestKey; isOver() && key !== undefined && key !== latest; key = this.oldestKey) {
      this.delete(key);
    }
    // The latest entry may also be the oldest, if it was replaced by a larger one.
    if (isOver() && this.size > 1) {
      for (const key of this.keys()) if (key !== latest && isOver()) this.delete(key);
    }
    return before - this.size;
  }
}
