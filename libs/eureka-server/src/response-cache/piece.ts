import { type Deflated, deflate, store } from './deflated.js';

/** Immutable bytes of a document, compressed on first use. */
export class Piece {
  private compressed: Deflated | undefined;

  private constructor(
    readonly plain: Buffer,
    private readonly compress: (plain: Buffer) => Deflated,
  ) {}

  /** @param plain must not change afterwards */
  static of(plain: Buffer): Piece {
    return new Piece(plain, deflate);
  }

  /** Few bytes between others, not worth compressing. */
  static small(text: string): Piece {
    return new Piece(Buffer.from(text), store);
  }

  get deflated(): Deflated {
    this.compressed ??= this.compress(this.plain);
    return this.compressed;
  }
}
