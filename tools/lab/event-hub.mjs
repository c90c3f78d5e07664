/** Bytes that may wait for a slow reader; one with more is disconnected, and comes back. */
const maxUnsentBytes = 1_048_576;
const maxReaders = 20;
const keepAliveMs = 10_000;

/** The readers of the lab's events. */
export class EventHub {
  /** @type {Set<import('node:http').ServerResponse>} */
  #readers = new Set();
  #keepAlive = setInterval(() => this.#write(':\n\n'), keepAliveMs).unref();

  get count() {
    return this.#readers.size;
  }

  /**
   * Adds a reader; its first events are given.
   *
   * @param {import('node:http').ServerResponse} response
   * @param {string} first
   */
  add(response, first) {
    if (this.#readers.size >= maxReaders)
      return void response
        .writeHead(503, { 'retry-after': '10' })
        .end(`${maxReaders} pages are open already`);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.on('close', () => this.#readers.delete(response));
    this.#readers.add(response);
    response.write(first);
  }

  /**
   * @param {string} name
   * @param {unknown} data
   */
  send(name, data) {
    this.#write(eventOf(name, data));
  }

  close() {
    clearInterval(this.#keepAlive);
    for (const reader of this.#readers) reader.end();
  }

  #write(/** @type {string} */ text) {
    for (const reader of this.#readers)
      if (reader.writableLength > maxUnsentBytes) reader.destroy();
      else reader.write(text);
  }
}

/** @type {(name: string, data: unknown) => string} */
export const eventOf = (name, data) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
