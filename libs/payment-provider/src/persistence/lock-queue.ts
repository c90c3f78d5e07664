import { setTimeout as pause } from 'node:timers/promises';
import { isBusy } from './driver-error.js';

const retryMs = 5;

/**
 * Statements that found SQLite's file locked by another process. SQLite itself would wait inside
 * the call and so stop the whole process; here timers, reads and requests go on meanwhile. Only the
 * first in the queue tries again, so that waiting costs the same for one statement as for a
 * thousand.
 */
export class LockQueue {
  private last: Promise<unknown> = Promise.resolve();

  /**
   * Runs the work at once, and again while the file is locked. SQLite rolls back what it rejects as
   * busy, so nothing is done twice; the work must be one statement or one transaction.
   *
   * @param deadline on the clock of `performance.now()`; the work then rejects with its last error
   */
  async run<T>(deadline: number, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      const turn = this.last.then(() => retry(deadline, work));
      this.last = turn.catch(() => undefined);
      return turn;
    }
  }
}

async function retry<T>(deadline: number, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const restMs = deadline - performance.now();
      if (!isBusy(error) || restMs <= 0) throw error;
      await pause(Math.min(retryMs, restMs));
    }
  }
}
