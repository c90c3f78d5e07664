/** A running timer that can be cancelled, in its queue. */
export class WheelTimer {
  previous: WheelTimer | undefined;
  next: WheelTimer | undefined;
  private isOver = false;

  constructor(
    private readonly queue: TimerQueue,
    readonly dueAt: number,
    readonly onDue: () => void,
  ) {}

  cancel(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.queue.remove(this);
  }
}

/** Timers of equal length, due in the order of their start. One timer of Node serves them all. */
class TimerQueue {
  private first: WheelTimer | undefined;
  private last: WheelTimer | undefined;
  private timeout: NodeJS.Timeout | undefined;

  constructor(
    private readonly limitMs: number,
    private readonly onEmpty: () => void,
  ) {}

  add(onDue: () => void): WheelTimer {
    const timer = new WheelTimer(this, performance.now() + this.limitMs, onDue);
    if (this.last) {
      timer.previous = this.last;
      this.last.next = timer;
    } else this.first = timer;
    this.last = timer;
    if (!this.timeout) this.schedule(this.limitMs);
    return timer;
  }

  remove({ previous, next }: WheelTimer): void {
    if (previous) previous.next = next;
    else this.first = next;
    if (next) next.previous = previous;
    else this.last = previous;
  }

  /** The timer is unreferenced: the sockets of calls keep the process alive, a timer must not. */
  private schedule(ms: number): void {
    this.timeout = setTimeout(() => this.fireDue(), Math.max(1, Math.ceil(ms))).unref();
  }

  private fireDue(): void {
    this.timeout = undefined;
    const now = performance.now();
    while (this.first && this.first.dueAt <= now) {
      const { first } = this;
      first.cancel();
      first.onDue();
    }
    if (this.timeout) return; // started by a timer that `onDue` added
    if (this.first) this.schedule(this.first.dueAt - now);
    else this.onEmpty();
  }
}

/** Precision of a limit that is not a whole number of ms; it bounds the number of queues. */
const coarseMs = 10;

/**
 * Timers for the time limits of many calls. Most are cancelled within milliseconds, and a timer of
 * Node for each would be a good part of the cost of a balanced call.
 */
export class TimerWheel {
  private readonly queues = new Map<number, TimerQueue>();

  /** @param ms rounded up unless it is whole: what is left of a limit differs from call to call */
  start(ms: number, onDue: () => void): WheelTimer {
    const limitMs = Number.isInteger(ms) ? ms : Math.ceil(ms / coarseMs) * coarseMs;
    let queue = this.queues.get(limitMs);
    if (!queue) {
      queue = new TimerQueue(limitMs, () => void this.queues.delete(limitMs));
      this.queues.set(limitMs, queue);
    }
    return queue.add(onDue);
  }
}
