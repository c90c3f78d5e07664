/** Time of the next flush: soon after a change, but flushing takes at most half of the time. */
export class FlushPace {
  private notBefore = -Infinity;

  /** @param delayMs how long a change waits for others to share its event */
  constructor(private readonly delayMs: number) {}

  /** Delay until a change that happens now is flushed. */
  waitMs(now: number): number {
    return Math.max(this.delayMs, this.notBefore - now);
  }

  /** Call after each flush. */
  flushed(startedAt: number, endedAt: number): void {
    this.notBefore = startedAt + 2 * (endedAt - startedAt);
  }
}
