interface Event {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

/** Simulated time: runs scheduled events in order, without waiting. Unit: ms since the start. */
export class EventQueue {
  now = 0;
  /** Number of events run. */
  count = 0;
  /** A binary heap: no event comes before its parent. */
  private readonly heap: Event[] = [];
  private order = 0;

  /** Schedules an event; events of the same time run in the order in which they were scheduled. */
  at(at: number, act: () => void): void {
    const event = { at: Math.max(at, this.now), order: (this.order += 1), act };
    const { heap } = this;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || !isBefore(event, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = event;
  }

  in(ms: number, act: () => void): void {
    this.at(this.now + ms, act);
  }

  /** @param isEnough asked before each event; true ends the run */
  runUntil(end: number, isEnough: () => boolean = () => false): void {
    while (!isEnough() && this.runNext(end));
    this.now = end;
  }

  /** Runs the next event; false if there is none until `end`. */
  runNext(end: number): boolean {
    const [next] = this.heap;
    if (!next || next.at > end) return false;
    this.removeFirst();
    this.now = next.at;
    this.count += 1;
    next.act();
    return true;
  }

  private removeFirst(): void {
    const { heap } = this;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left && right && isBefore(right, left)) child += 1;
      const below = heap[child];
      if (!below || !isBefore(below, last)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}

const isBefore = (one: Event, other: Event) =>
  one.at < other.at || (one.at === other.at && one.order < other.order);
