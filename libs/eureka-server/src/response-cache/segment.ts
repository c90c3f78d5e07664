import { Piece } from './piece.js';

/** Some applications that stand next to each other in a document, encoded. */
export class Segment {
  /** Once they are joined, each is a window of the whole: nothing is held twice. */
  private readonly parts = new Map<string, Buffer>();
  private joined: Piece | undefined;
  private bytes = 0;

  /** @param encodedAt when the oldest of its parts was encoded */
  constructor(
    private readonly separator: Buffer,
    public encodedAt: number,
  ) {}

  /** In bytes, separators aside. */
  get size(): number {
    return this.bytes;
  }

  partSize(name: string): number {
    return this.parts.get(name)?.length ?? 0;
  }

  get names(): readonly string[] {
    return [...this.parts.keys()];
  }

  /** Says whether that made a difference. */
  put(name: string, part: Buffer): boolean {
    const before = this.parts.get(name);
    if (before?.equals(part)) return false;
    this.bytes += part.length - (before?.length ?? 0);
    this.parts.set(name, part);
    this.joined = undefined;
    return true;
  }

  remove(name: string): Buffer | undefined {
    const part = this.parts.get(name);
    if (!part) return undefined;
    this.bytes -= part.length;
    this.parts.delete(name);
    this.joined = undefined;
    return part;
  }

  /** The same one until something changes. */
  get piece(): Piece {
    this.joined ??= this.join();
    return this.joined;
  }

  private join(): Piece {
    const { separator } = this;
    const whole = Buffer.allocUnsafeSlow(this.bytes + Math.max(0, this.parts.size - 1) * separator.length);
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
