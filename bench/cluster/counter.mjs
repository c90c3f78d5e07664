/** Counts the occurrences of a word in a stream of bytes, however the stream is chunked. */
class Word {
  count = 0;
  #end = Buffer.alloc(0);

  constructor(text) {
    this.bytes = Buffer.from(text);
  }

  read(piece) {
    // Only the bytes around the boundary are copied: a word that spans it is found there alone.
    const most = this.bytes.length - 1;
    this.#countIn(Buffer.concat([this.#end, piece.subarray(0, most)]), this.#end.length);
    this.#countIn(piece, piece.length);
    const tail = piece.length >= most ? piece : Buffer.concat([this.#end, piece]);
    this.#end = Buffer.from(tail.subarray(Math.max(0, tail.length - most)));
  }

  /** Counts the words that begin before a position, even if they end after it. */
  #countIn(bytes, before) {
    for (let at = bytes.indexOf(this.bytes); at >= 0 && at < before; ) {
      this.count++;
      at = bytes.indexOf(this.bytes, at + this.bytes.length);
    }
  }
}

/** Counts the bytes of one direction of a connection, and the occurrences of some words. */
export class Counter {
  bytes = 0;

  /** @param words text of each word, by name */
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

/** Sum of two counts, or, with a sign of -1, their difference. */
export const combined = (one, other, sign) =>
  Object.fromEntries(Object.keys(one).map((name) => [name, one[name] + sign * (other[name] ?? 0)]));
