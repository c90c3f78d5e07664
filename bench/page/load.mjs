// Requests to a registry whose console is open: heartbeats of all instances, each every 30 s, and
// ten changes a second.
import { Connection } from '../registry/connection.mjs';
import { heartbeat, instanceOf, registerAs } from '../registry/requests.mjs';

const renewalMs = 30_000;
const tickMs = 50;
const changesPerSecond = 10;
/** A prime, so that successive requests are for different applications. */
const stride = 7_919;

/** Registers an instance anew, with another version, which the page shows in its row. */
export function changed(port, number, version) {
  const instance = instanceOf(number);
  instance.metadata.version = version;
  return registerAs(port, instance);
}

export class Load {
  #timer;
  #requests = [];
  #connection;
  #sent = 0;
  #wrong = 0;

  constructor(port, size) {
    this.#connection = new Connection(port);
    const heartbeats = (size / renewalMs) * tickMs;
    let due = 0;
    let ticks = 0;
    this.#timer = setInterval(() => {
      for (due += heartbeats; due >= 1; due--) this.#send(heartbeat(port, (this.#sent * stride) % size), 200);
      if (++ticks % (1000 / tickMs / changesPerSecond) === 0)
        this.#send(changed(port, (ticks * stride) % size || 1, `step-${ticks}`), 204);
    }, tickMs);
  }

  /** Ends it; throws an error if a request failed. */
  close() {
    clearInterval(this.#timer);
    this.#connection.close();
    if (this.#wrong > 0) throw new Error(`${this.#wrong} of ${this.#sent} requests failed`);
  }

  #send(bytes, expected) {
    this.#sent++;
    this.#requests.push([bytes, expected]);
    if (this.#connection.isIdle) this.#next();
  }

  #next() {
    const [request] = this.#requests.splice(0, 1);
    if (!request) return;
    const [bytes, expected] = request;
    this.#connection.send(bytes, ({ status }) => {
      if (status !== expected) this.#wrong++;
      this.#next();
    });
  }
}
