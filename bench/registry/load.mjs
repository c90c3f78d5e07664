import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from './connection.mjs';

/**
 * Result of a load. Unexpected responses are recorded as text; `validity.mjs` fails the run for
 * them.
 */
class Tally {
  sent = 0;
  answered = 0;
  wrong = [];
  shortest = Infinity;
  longest = 0;

  /** @param expected the status of a correct response */
  add({ status, length, why }, expected) {
    this.answered++;
    this.shortest = Math.min(this.shortest, length);
    this.longest = Math.max(this.longest, length);
    if (status === expected) return;
    this.wrong.push(
      `response ${this.answered}: ${status === 0 ? `none, connection ${why}` : status} instead of ${expected}`,
    );
  }
}

/**
 * Loads the server fully for a while: each connection sends its next request on each response. Ends
 * with the last response.
 *
 * @param next makes the bytes of the n-th request
 */
export function saturate({ port, next, expected, connections, durationMs, most = Infinity }) {
  const tally = new Tally();
  const open = Array.from({ length: connections }, () => new Connection(port));
  return new Promise((resolve) => {
    const end = performance.now() + durationMs;
    let busy = connections;
    const sendNext = (connection) => {
      if (performance.now() >= end || tally.sent >= most || tally.wrong.length > 0) {
        busy--;
        if (busy === 0) {
          open.forEach((each) => each.close());
          resolve(tally);
        }
        return;
      }
      connection.send(next(tally.sent++), (response) => {
        tally.add(response, expected);
        sendNext(connection);
      });
    };
    open.forEach(sendNext);
  });
}

/** Connections that are opened as needed, so that a slow response delays no other request. */
class Pool {
  #all = [];

  constructor(port) {
    this.port = port;
  }

  idle() {
    const found = this.#all.find((each) => each.isIdle);
    if (found) return found;
    const made = new Connection(this.port);
    this.#all.push(made);
    return made;
  }

  get isIdle() {
    return this.#all.every((each) => each.isIdle);
  }

  close() {
    this.#all.forEach((each) => each.close());
  }
}

/**
 * Sends several streams of requests at a steady rate, independent of the responses.
 *
 * @param streams each with `perSecond`, `next(n)` request, `expected` status and, if needed,
 *   `onResponse(n, response, sentAt)`
 * @returns a tally of each stream
 */
export async function pace({ port, streams, durationMs }) {
  const start = performance.now();
  const pool = new Pool(port);
  const tallies = streams.map(() => new Tally());
  const sendDue = () => {
    streams.forEach(({ perSecond, next, expected, onResponse, keepsBody = false }, index) => {
      const tally = tallies[index];
      const due = Math.floor((Math.min(performance.now() - start, durationMs) * perSecond) / 1000);
      while (tally.sent < due) {
        const number = tally.sent++;
        const sentAt = performance.now();
        const then = (response) => {
          tally.add(response, expected);
          onResponse?.(number, response, sentAt);
        };
        pool.idle().send(next(number), then, keepsBody);
      }
    });
  };
  for (; performance.now() - start < durationMs; await pause(1)) sendDue();
  sendDue();
  for (const end = performance.now() + 30_000; !pool.isIdle && performance.now() < end; ) await pause(5);
  pool.close();
  tallies.forEach((tally) => {
    if (tally.answered < tally.sent)
      tally.wrong.push(`${tally.sent - tally.answered} requests without a response`);
  });
  return tallies;
}
