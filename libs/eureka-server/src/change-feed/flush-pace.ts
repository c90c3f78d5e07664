/** When the readers are told the next time: soon, but never so often that this server does little else. */
export class FlushPace {
  private notBefore = -Infinity;

  /** @param delayMs how long a change waits for others */
  constructor(private readonly delayMs: number) {}

  /** Of what changed just now. */
  waitMs(now: number): number {
    return Math.max(this.delayMs, this.notBefore - now);
  }

  /** They were told: half of the time at most is spent on that. */
  took(startedAt: number, endedAt: number): void {
    this.notBefore = startedAt + 2 * (endedAt - startedAt);
  }
}
