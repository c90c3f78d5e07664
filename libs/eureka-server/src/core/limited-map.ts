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

  /** Sets a value; a key keeps its place. Returns the number of entries that were removed. */
  put(key: string, value: V): number {
    const before = this.get(key);
    if (before !== undefined) this.total -= this.limits.sizeOf(before);
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
    return super.delete(key);
  }

  override clear(): void {
    this.total = 0;
    super.clear();
  }

  private removeOldest(latest: string): number {
    const { count, size } = this.limits;
    let removed = 0;
    for (const key of this.keys()) {
      if (this.size <= count && this.total <= size) break;
      if (key === latest) continue;
      this.delete(key);
      removed += 1;
    }
    return removed;
  }
}
