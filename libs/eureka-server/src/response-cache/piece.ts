import { type Deflated, deflate, store } from './deflated.js';

/** Some bytes of a document, for good; deflated when that is asked for, and once. */
export class Piece {
  private made: Deflated | undefined;

  private constructor(
    readonly plain: Buffer,
    private readonly make: (plain: Buffer) => Deflated,
  ) {}

  /** @param plain not to be changed afterwards */
  static of(plain: Buffer): Piece {
    return new Piece(plain, deflate);
  }

  /** A few bytes that stand between others. */
  static small(text: string): Piece {
    return new Piece(Buffer.from(text), store);
  }

  get deflated(): Deflated {
    this.made ??= this.make(this.plain);
    return this.made;
  }
}
