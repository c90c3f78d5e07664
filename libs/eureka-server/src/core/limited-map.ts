import { Oldest } from './oldest.js';

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
  private readonly oldest = new Oldest<string>(this);

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
    return this.oldest.item;
  }

  /** Sets a value; a key keeps its place. Returns the number of entries that were removed. */
  put(key: string, value: V): number {
    const before = this.get(key);
    if (before !== undefined) this.total -= this.limits.sizeOf(before);
    else this.oldest.itemAdded();
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
    this.oldest.itemRemoved(key);
    return super.delete(key);
  }

  override clear(): void {
    this.total = 0;
    super.clear();
    this.oldest.restart();
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
