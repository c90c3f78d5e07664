/** Part of a document whose plain bytes can be dropped, as they are also there compressed. */
interface Thawed {
  /** Plain bytes. */
  readonly size: number;
  /** Drops the plain bytes. */
  freeze(): void;
}

/**
 * Limit of the plain bytes in memory, over all documents of a cache. Compressed bytes are a tenth
 * of them or less; plain ones are needed to change a part, and by the few clients without gzip.
 * Those used least recently are dropped.
 */
export class PlainBudget {
  private readonly sizes = new Map<Thawed, number>();
  private total = 0;

  /** @param maxBytes by default enough for two forms of 10,000 instances */
  constructor(private readonly maxBytes = 32 * 1024 * 1024) {}

  /** True if a part of this size can be retained without dropping another one. */
  hasRoomFor(size: number): boolean {
    return this.total + size <= this.maxBytes;
  }

  used(part: Thawed): void {
    this.remove(part);
    this.sizes.set(part, part.size);
    this.total += part.size;
    for (const [oldest] of this.sizes) {
      if (this.total <= this.maxBytes) return;
      this.remove(oldest);
      oldest.freeze();
    }
  }

  remove(part: Thawed): void {
    this.total -= this.sizes.get(part) ?? 0;
    this.sizes.delete(part);
  }
}
