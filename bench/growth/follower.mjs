import { connect } from 'node:net';

/** Reads the change feed, and knows when it has seen an instance. */
export class Follower {
  #waiting = undefined;

  /** Resolves once the server has greeted it. */
  async open(port) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text) => this.#read(text));
    this.socket.on('close', () => this.#waiting?.reject(new Error('the server closed the change feed')));
    this.socket.write('GET /eureka/changes HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n');
    await this.#seen('event: hello');
    return this;
  }

  /** Sends a change and resolves with the time until its event arrives, in ms. */
  async delayOf(word, send) {
    const start = performance.now();
    const seen = this.#seen(word);
    await send();
    return (await seen) - start;
  }

  close() {
    this.socket.destroy();
  }

  #seen(word) {
    return new Promise((resolve, reject) => {
      this.#waiting = { word, rest: '', resolve, reject };
    });
  }

  #read(text) {
    if (!this.#waiting) return;
    const { word, rest, resolve } = this.#waiting;
    const all = rest + text;
    if (all.includes(word)) {
      this.#waiting = undefined;
      resolve(performance.now());
    } else this.#waiting.rest = all.slice(-word.length);
  }
}
