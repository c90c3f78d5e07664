import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from './connection.mjs';

/** What came of a load. An answer that was not expected is kept as a sentence; `judge.mjs` makes the run fail for it. */
class Tally {
  sent = 0;
  answered = 0;
  wrong = [];
  shortest = Infinity;
  longest = 0;

  /** @param expected the one status that is right */
  take({ status, length, why }, expected) {
    this.answered++;
    this.shortest = Math.min(this.shortest, length);
    this.longest = Math.max(this.longest, length);
    if (status === expected) return;
    this.wrong.push(
      `answer ${this.answered}: ${status === 0 ? `none, connection ${why}` : status} in place of ${expected}`,
    );
  }
}

/**
 * As much as the server can take for a while: each connection asks again as soon as it is answered. Ends when all are answered.
 *
 * @param next makes the bytes of the n-th request
 */
export function saturate({ port, next, expected, connections, durationMs, most = Infinity }) {
  const tally = new Tally();
  const open = Array.from({ length: connections }, () => new Connection(port));
  return new Promise((resolve) => {
    const end = performance.now() + durationMs;
    let busy = connections;
    const go = (connection) => {
      if (performance.now() >= end || tally.sent >= most || tally.wrong.length > 0) {
        busy--;
        if (busy === 0) {
          open.forEach((each) => each.close());
          resolve(tally);
        }
        return;
      }
      connection.send(next(tally.sent++), (answer) => {
        tally.take(answer, expected);
        go(connection);
      });
    };
    open.forEach(go);
  });
}

/** Connections that are opened as they are needed, so that who is slow to answer holds nobody up. */
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
 * Requests at a steady rate, whatever the answers do; several kinds side by side.
 *
 * @param streams of each `perSecond`, `next` (makes the n-th), `expected` and, if the answers are wanted, `whenAnswered(n, answer, sentAt)`
 * @returns a tally for each
 */
export async function pace({ port, streams, durationMs }) {
  const start = performance.now();
  const pool = new Pool(port);
  const tallies = streams.map(() => new Tally());
  const sendDue = () => {
    streams.forEach(({ perSecond, next, expected, whenAnswered, keepsBody = false }, index) => {
      const tally = tallies[index];
      const due = Math.floor((Math.min(performance.now() - start, durationMs) * perSecond) / 1000);
      while (tally.sent < due) {
        const number = tally.sent++;
        const sentAt = performance.now();
        const then = (answer) => {
          tally.take(answer, expected);
          whenAnswered?.(number, answer, sentAt);
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
      tally.wrong.push(`${tally.sent - tally.answered} requests were never answered`);
  });
  return tallies;
}
