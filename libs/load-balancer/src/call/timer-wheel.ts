/** Something that ends when its time is over, unless it has ended before. */
export interface Deadline {
  end(): void;
}

class Entry implements Deadline {
  before: Entry | undefined;
  after: Entry | undefined;
  isOver = false;

  constructor(
    private readonly line: Line,
    readonly at: number,
    readonly outOfTime: () => void,
  ) {}

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.line.remove(this);
  }
}

/** Those that take equally long: whoever began first is due first. One timer serves them all. */
class Line {
  private first: Entry | undefined;
  private last: Entry | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly limitMs: number,
    private readonly whenEmpty: () => void,
  ) {}

  add(outOfTime: () => void): Deadline {
    const entry = new Entry(this, performance.now() + this.limitMs, outOfTime);
    if (this.last) {
      entry.before = this.last;
      this.last.after = entry;
    } else this.first = entry;
    this.last = entry;
    if (!this.timer) this.wait(this.limitMs);
    return entry;
  }

  remove(entry: Entry): void {
    const { before, after } = entry;
    if (before) before.after = after;
    else this.first = after;
    if (after) after.before = before;
    else this.last = before;
  }

  /** What a deadline is for has a socket, which keeps the process alive; that nothing is due must not. */
  private wait(ms: number): void {
    this.timer = setTimeout(() => this.look(), Math.max(1, Math.ceil(ms))).unref();
  }

  private look(): void {
    this.timer = undefined;
    const now = performance.now();
    while (this.first && this.first.at <= now) {
      const { first } = this;
      first.end();
      first.outOfTime();
    }
    if (this.timer) return; // somebody began anew meanwhile
    if (this.first) this.wait(this.first.at - now);
    else this.whenEmpty();
  }
}

/**
 * Time limits of many calls. A timer for each would be a good part of what a balanced call costs: most are set and cleared
 * again with nothing in between, and Node starts its clockwork anew each time.
 */
export class Deadlines {
  private readonly lines = new Map<number, Line>();

  begin(limitMs: number, outOfTime: () => void): Deadline {
    let line = this.lines.get(limitMs);
    if (!line) this.lines.set(limitMs, (line = new Line(limitMs, () => void this.lines.delete(limitMs))));
    return line.add(outOfTime);
  }
}
