import { Piece } from './piece.js';

/** Encoded applications that are adjacent in a document, and the piece they form. */
export class Segment {
  /**
   * Encoded applications by name; once joined, they are views of the piece and take no memory of
   * their own.
   */
  private readonly parts = new Map<string, Buffer>();
  private joined: Piece | undefined;
  /** Bytes without separators. */
  size = 0;

  /** @param encodedAt time at which the oldest part was encoded */
  constructor(
    private readonly separator: Buffer,
    public encodedAt: number,
  ) {}

  partSize(name: string): number {
    return this.parts.get(name)?.length ?? 0;
  }

  get names(): readonly string[] {
    return [...this.parts.keys()];
  }

  /** Returns true if the content changed. */
  put(name: string, part: Buffer): boolean {
    const before = this.parts.get(name);
    if (before?.equals(part)) return false;
    this.size += part.length - (before?.length ?? 0);
    this.parts.set(name, part);
    this.joined = undefined;
    return true;
  }

  remove(name: string): Buffer | undefined {
    const part = this.parts.get(name);
    if (!part) return undefined;
    this.size -= part.length;
    this.parts.delete(name);
    this.joined = undefined;
    return part;
  }

  /** Returns the same object until the content changes. */
  get piece(): Piece {
    this.joined ??= this.join();
    return this.joined;
  }

  private join(): Piece {
    const { separator } = this;
    const whole = Buffer.allocUnsafeSlow(this.size + Math.max(0, this.parts.size - 1) * separator.length);
    let at = 0;
    for (const [name, part] of this.parts) {
      if (at > 0) at += separator.copy(whole, at);
      part.copy(whole, at);
      this.parts.set(name, whole.subarray(at, at + part.length));
      at += part.length;
    }
    return Piece.of(whole);
  }
}
