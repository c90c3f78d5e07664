/**
 * Runs a task one at a time, so that an older result never overwrites a newer one. A caller waits
 * for a run that begins after its call; callers who wait for the same one share it.
 */
export class OneAtATime {
  private current: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly task: () => Promise<void>) {}

  run(): Promise<void> {
    if (this.next || this.current) return (this.next ??= this.afterCurrent());
    return this.begin();
  }

  /** Resolves once no run is in progress or planned, whatever came of it. */
  async settled(): Promise<void> {
    while (this.next || this.current) await (this.next ?? this.current)?.catch(() => undefined);
  }

  private async afterCurrent(): Promise<void> {
    await this.current?.catch(() => undefined);
    this.next = undefined;
    await this.begin();
  }

  private begin(): Promise<void> {
    const run = this.task().finally(() => (this.current = undefined));
    return (this.current = run);
  }
}
