/** Work that can pause after each step; a step takes a fraction of a millisecond. */
export type Steps<T> = Generator<void, T, void>;

interface SlicerOptions {
  /** Time for steps in one turn of the event loop. */
  readonly budgetMs?: number;
  /** Monotonic clock, in ms. */
  readonly now?: () => number;
  /** Calls back once requests that wait have had their turn. */
  readonly nextTurn?: (callback: () => void) => void;
}

interface Task {
  /** Runs steps for at most so long; true if the work has ended. */
  slice(maxMs: number): boolean;
}

/**
 * Runs steps in slices: all work together takes at most one slice of each turn of the event loop,
 * so it delays other requests by that slice at most. Works take turns, so a short one does not wait
 * for a long one.
 */
export class Slicer {
  private readonly budgetMs: number;
  private readonly now: () => number;
  private readonly nextTurn: (callback: () => void) => void;
  private readonly waiting: Task[] = [];
  private spentMs = 0;
  private isScheduled = false;

  constructor({
    budgetMs = 3,
    now = () => performance.now(),
    nextTurn = (callback) => void setImmediate(callback),
  }: SlicerOptions = {}) {
    this.budgetMs = budgetMs;
    this.now = now;
    this.nextTurn = nextTurn;
  }

  /** Returns the result at once if this turn has time enough for the whole work. */
  run<T>(steps: Steps<T>): T | Promise<T> {
    if (this.waiting.length === 0 && this.spentMs < this.budgetMs) {
      const result = this.slice(steps, this.budgetMs - this.spentMs);
      if (result.done) return result.value;
    }
    return new Promise<T>((resolve, reject) => {
      const slice = (maxMs: number): boolean => {
        try {
          const result = this.slice(steps, maxMs);
          if (result.done) resolve(result.value);
          return result.done === true;
        } catch (error) {
          reject(error);
          return true;
        }
      };
      this.waiting.push({ slice });
      this.schedule();
    });
  }

  private slice<T>(steps: Steps<T>, maxMs: number): IteratorResult<void, T> {
    const startedAt = this.now();
    try {
      for (;;) {
        const result = steps.next();
        if (result.done || this.now() - startedAt >= maxMs) return result;
      }
    } finally {
      this.spentMs += this.now() - startedAt;
      this.schedule();
    }
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.nextTurn(() => {
      this.isScheduled = false;
      this.spentMs = 0;
      while (this.spentMs < this.budgetMs) {
        const task = this.waiting.shift();
        if (!task) return;
        if (!task.slice(this.budgetMs - this.spentMs)) this.waiting.push(task);
      }
      if (this.waiting.length > 0) this.schedule();
    });
  }
}
