const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');

/**
 * Parses the responses of one connection, as far as a load generator needs them: the status, the
 * end and the length of the body; its bytes only on request.
 */
export class ResponseReader {
  /** True to retain the bytes of the next response. */
  keepsBody = false;
  #head = undefined;
  #status = 0;
  #length = 0;
  #isGzip = false;
  #isLast = false;
  #chunked = false;
  #left = -1;
  #line = '';
  #parts = [];

  /** @param onResponse takes the status, the length, `isLast` of the connection, retained bytes */
  constructor(onResponse) {
    this.onResponse = onResponse;
  }

  /** @param bytes may be overwritten after this returns */
  read(bytes) {
    let at = 0;
    while (at < bytes.length) {
      if (this.#left < 0) at = this.#readHead(bytes, at);
      else if (this.#chunked) at = this.#readChunks(bytes, at);
      else at = this.#readBody(bytes, at);
    }
  }

  #readHead(bytes, at) {
    const from = this.#head ? Buffer.concat([this.#head, bytes.subarray(at)]) : bytes.subarray(at);
    const end = from.indexOf(headEnd);
    if (end < 0) {
      this.#head = Buffer.from(from);
      return bytes.length;
    }
    const before = this.#head?.length ?? 0;
    this.#head = undefined;
    this.#begin(from.latin1Slice(0, end));
    return at + end + headEnd.length - before;
  }

  #begin(head) {
    this.#status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    this.#chunked = length === undefined && /\r\ntransfer-encoding: *chunked/i.test(head);
    this.#isGzip = /\r\ncontent-encoding: *gzip/i.test(head);
    this.#isLast = /\r\nconnection: *close/i.test(head);
    this.#length = 0;
    this.#left = Number(length ?? 0);
    this.#line = '';
    this.#parts = [];
    if (this.#left === 0 && !this.#chunked) this.#end();
  }

  #readBody(bytes, at) {
    const taken = this.#take(bytes, at);
    if (this.#left === 0) this.#end();
    return at + taken;
  }

  /**
   * Reads a chunk: the line with its size, its bytes and the line end; a chunk of size 0 is the
   * last.
   */
  #readChunks(bytes, at) {
    if (this.#left > 0) return at + this.#take(bytes, at);
    const end = bytes.indexOf(lineEnd[1], at);
    const next = end < 0 ? bytes.length : end + 1;
    this.#line += bytes.latin1Slice(at, next);
    if (end < 0) return next;
    const line = this.#line.trim();
    this.#line = '';
    if (line === '' && this.#ends) this.#end();
    else if (line !== '') {
      this.#left = Number.parseInt(line, 16);
      this.#ends = this.#left === 0;
    }
    return next;
  }

  #ends = false;

  #take(bytes, at) {
    const taken = Math.min(this.#left, bytes.length - at);
    if (this.keepsBody) this.#parts.push(Buffer.from(bytes.subarray(at, at + taken)));
    this.#left -= taken;
    this.#length += taken;
    return taken;
  }

  #end() {
    this.#left = -1;
    this.#ends = false;
    const body = this.keepsBody ? Buffer.concat(this.#parts) : undefined;
    this.#parts = [];
    const [status, length, isGzip, isLast] = [this.#status, this.#length, this.#isGzip, this.#isLast];
    this.onResponse({ status, length, isGzip, isLast, body });
  }
}
