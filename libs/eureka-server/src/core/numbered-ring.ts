interface Limits<T> {
  readonly count: number;
  /** Limit of the sum of all sizes. */
  readonly size: number;
  /** Size of an item, which never changes. */
  readonly sizeOf: (item: T) => number;
}

/**
 * The latest items of a sequence, numbered from 1, limited in number and in total size.
 *
 * Invariant: item n is in slot (n - 1) % count, for each n after `droppedTo`.
 */
export class NumberedRing<T> {
  private readonly slots: (T | undefined)[] = [];
  private total = 0;
  private droppedTo = 0;
  /** Number of the latest item; 0 before the first. */
  last = 0;

  constructor(private readonly limits: Limits<T>) {}

  add(item: T): void {
    const { count, size, sizeOf } = this.limits;
    if (this.last - this.droppedTo >= count) this.dropOldest();
    this.last += 1;
    if (count === 0) {
      this.droppedTo = this.last;
      return;
    }
    this.slots[(this.last - 1) % count] = item;
    this.total += sizeOf(item);
    while (this.total > size) this.dropOldest();
  }

  /** Items after item `number`, oldest first; undefined if some of them are dropped, or to come. */
  since(number: number): readonly T[] | undefined {
    const { last, droppedTo, slots } = this;
    if (number > last || number < droppedTo) return undefined;
    return Array.from(
      { length: last - number },
      (_, index) => slots[(number + index) % this.limits.count] as T,
    );
  }

  private dropOldest(): void {
    const { count, sizeOf } = this.limits;
    if (this.droppedTo >= this.last) return;
    const slot = this.droppedTo % count;
    this.total -= sizeOf(this.slots[slot] as T);
    this.slots[slot] = undefined;
    this.droppedTo += 1;
  }
}
