import { type Deflated, deflate, inflate, store } from './deflated.js';

/**
 * Immutable bytes of a document, compressed. The plain bytes may be dropped; then they are made
 * again when they are read.
 */
export class Piece {
  private retained: Buffer | undefined;

  private constructor(
    readonly deflated: Deflated,
    plain?: Buffer,
  ) {
    this.retained = plain;
  }

  /** @param plain must not change afterwards */
  static of(plain: Buffer): Piece {
    return new Piece(deflate(plain), plain);
  }

  /** A piece that retains its compressed bytes only. */
  static frozen(plain: Buffer): Piece {
    return new Piece(deflate(plain));
  }

  /** Few bytes between others, not worth compressing. */
  static small(text: string): Piece {
    const plain = Buffer.from(text);
    return new Piece(store(plain), plain);
  }

  get length(): number {
    return this.deflated.length;
  }

  get plain(): Buffer {
    return this.retained ?? inflate(this.deflated);
  }

  dropPlain(): void {
    this.retained = undefined;
  }
}
