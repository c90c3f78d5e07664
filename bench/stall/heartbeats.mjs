import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '../registry/connection.mjs';
import { heartbeat } from '../registry/requests.mjs';
import { InvalidFigureError } from '../registry/validity.mjs';

const everyMs = 2;
/** Time after the work in which its last garbage may still be collected. */
const afterMs = 100;
const probed = 100;
/** More than are ever busy at once: libuv accepts one connection per turn of the event loop. */
const openBefore = 128;

/**
 * Sends a heartbeat every 2 ms, each on an idle connection: one that waits delays no other, so a
 * stall is seen by every heartbeat that falls into it.
 */
export class Heartbeats {
  #connections = [];

  constructor(port) {
    this.port = port;
    this.requests = Array.from({ length: probed }, (_, number) => heartbeat(port, number));
  }

  /** Opens the connections, as clients keep theirs: to wait for one to be accepted is no stall. */
  async open() {
    this.#connections = Array.from({ length: openBefore }, () => new Connection(this.port));
    await Promise.all(this.#connections.map((each, at) => each.ask(this.requests[at % probed])));
  }

  /** Waiting times in ms of the heartbeats sent from just before `work` until just after it. */
  async beside(work) {
    const waits = [];
    let sent = 0;
    const send = () => {
      const connection = this.#idle();
      const sentAt = performance.now();
      connection.send(this.requests[sent++ % probed], ({ status }) => {
        if (status === 200) waits.push(performance.now() - sentAt);
        else waits.push(NaN);
      });
    };
    const timer = setInterval(send, everyMs);
    await pause(10 * everyMs);
    const startedAt = performance.now();
    try {
      await work();
    } finally {
      var tookMs = performance.now() - startedAt;
      await pause(afterMs);
      clearInterval(timer);
    }
    for (const end = performance.now() + 30_000; waits.length < sent && performance.now() < end; )
      await pause(5);
    if (waits.length < sent || waits.some(Number.isNaN))
      throw new InvalidFigureError(`${sent - waits.filter((ms) => ms >= 0).length} heartbeats failed`);
    return { waits, tookMs };
  }

  close() {
    this.#connections.forEach((each) => each.close());
  }

  #idle() {
    const found = this.#connections.find(({ isIdle }) => isIdle);
    if (found) return found;
    const made = new Connection(this.port);
    this.#connections.push(made);
    return made;
  }
}
