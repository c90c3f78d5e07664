/**
 * Calls of one process, one at a time, in the order they were asked for, until it is closed: then the one under way is heard out or broken
 * off, those that wait are dropped, and the last one is made. So nothing can overtake it.
 */
export class CallQueue {
  private readonly aborting = new AbortController();
  private tail: Promise<unknown> = Promise.resolve();
  private closed = false;

  /** @returns what the call brings; undefined when the queue was closed before its turn */
  add<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const turn = this.tail.then(() => (this.closed ? undefined : call(this.aborting.signal)));
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** @param graceMs how long the call under way may go on; it is broken off then */
  async close(graceMs: number): Promise<void> {
    this.closed = true;
    const quiet = this.tail;
    if (graceMs > 0) await withinMs(graceMs, quiet);
    this.aborting.abort();
    await quiet;
  }
}

/** Waits for the task, but no longer than that. */
export function withinMs(ms: number, task: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void task.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
