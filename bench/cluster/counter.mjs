/** Counts how often a word stands in a stream of bytes, wherever that is cut. */
class Word {
  count = 0;
  #end = Buffer.alloc(0);

  constructor(text) {
    this.bytes = Buffer.from(text);
  }

  read(piece) {
    // Only the seam is copied: a word that begins before it and ends after it is found there, and nowhere else.
    const most = this.bytes.length - 1;
    this.#countIn(Buffer.concat([this.#end, piece.subarray(0, most)]), this.#end.length);
    this.#countIn(piece, piece.length);
    const tail = piece.length >= most ? piece : Buffer.concat([this.#end, piece]);
    this.#end = Buffer.from(tail.subarray(Math.max(0, tail.length - most)));
  }

  /** Words that begin before a place, and end wherever they end. */
  #countIn(bytes, before) {
    for (let at = bytes.indexOf(this.bytes); at >= 0 && at < before; ) {
      this.count++;
      at = bytes.indexOf(this.bytes, at + this.bytes.length);
    }
  }
}

/** What went one way over one connection: how many bytes, and how often each of some words. */
export class Counter {
  bytes = 0;

  /** @param words name -> what is counted under it */
  constructor(words) {
    this.words = Object.entries(words).map(([name, text]) => ({ name, word: new Word(text) }));
  }

  read(piece) {
    this.bytes += piece.length;
    for (const { word } of this.words) word.read(piece);
  }

  get counts() {
    return {
      bytes: this.bytes,
      ...Object.fromEntries(this.words.map(({ name, word }) => [name, word.count])),
    };
  }
}

/** What was counted between two looks, or, with a sign of 1, together. */
export const combined = (one, other, sign) =>
  Object.fromEntries(Object.keys(one).map((name) => [name, one[name] + sign * (other[name] ?? 0)]));
