/** Time that events may take before the browser gets a turn: a frame has 16 ms. */
const budgetMs = 8;

/**
 * Events that wait to be applied. A browser hands over all that a network packet has at once: a
 * snapshot of thousands would block the page for as long as it takes, were it not cut.
 */
export class EventQueue {
  private waiting: (() => void)[] = [];
  private isScheduled = false;

  constructor(
    /** Runs something in a later task. */
    private readonly inLaterTask: (act: () => void) => void,
    private readonly monotonic: () => number,
  ) {}

  add(event: () => void): void {
    this.waiting.push(event);
    this.schedule();
  }

  private schedule(): void {
    if (this.isScheduled || this.waiting.length === 0) return;
    this.isScheduled = true;
    this.inLaterTask(() => this.run());
  }

  private run(): void {
    this.isScheduled = false;
    const end = this.monotonic() + budgetMs;
    let done = 0;
    try {
      while (done < this.waiting.length && (done === 0 || this.monotonic() < end)) this.waiting[done++]!();
    } finally {
      this.waiting = this.waiting.slice(done);
      this.schedule();
    }
  }
}

/** Tasks of their own, which, unlike timers, need not wait. */
export function laterTasks(): (act: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const acts: (() => void)[] = [];
  port1.onmessage = () => acts.shift()?.();
  return (act) => {
    acts.push(act);
    port2.postMessage(undefined);
  };
}
