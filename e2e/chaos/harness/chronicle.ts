interface Violations {
  readonly first: string;
  count: number;
}

/** Lines about what happened, with the seconds since the start. */
export class Chronicle {
  readonly lines: string[] = [];
  /** Number of failures that an exception allows, by exception. */
  readonly excused = new Map<string, number>();
  private readonly byKind = new Map<string, Violations>();
  private readonly start = performance.now();

  record(line: string): void {
    this.lines.push(`${this.seconds} ${line}`);
  }

  /** Violations whose texts differ in numbers only are one kind; its first is recorded. */
  violation(line: string): void {
    const kind = line.replace(/\d+/g, '0');
    const before = this.byKind.get(kind);
    if (before) before.count++;
    else {
      this.byKind.set(kind, { first: `${this.seconds} ${line}`, count: 1 });
      this.record(`VIOLATION: ${line}`);
    }
  }

  /** The first violation of each kind, with the number of its kind. */
  get violations(): readonly string[] {
    return [...this.byKind.values()].map(({ first, count }) => `${first} (${count} of this kind)`);
  }

  excuse(exception: string): void {
    this.excused.set(exception, (this.excused.get(exception) ?? 0) + 1);
  }

  private get seconds(): string {
    return ((performance.now() - this.start) / 1000).toFixed(1).padStart(7);
  }
}
