export interface Rate {
  /** How many may pass at once. */
  readonly burst: number;
  /** How many may pass for long. */
  readonly perSecond: number;
}

/**
 * Lets a burst pass, and then as many as tokens come back, evenly over the second. It is full at first. Java:
 * com.netflix.discovery.util.RateLimiter
 */
export class TokenBucket {
  private taken = 0;
  private refilledAt: number | undefined;

  /** @param rate a burst or a rate of 0 or less lifts the limit */
  constructor(private readonly rate: Rate) {}

  /** Says whether there was a token left. */
  take(now: number): boolean {
    const { burst, perSecond } = this.rate;
    if (burst <= 0 || perSecond <= 0) return true;
    this.refill(now);
    if (this.taken >= burst) return false;
    this.taken += 1;
    return true;
  }

  /** Whole tokens alone come back; the time of the rest counts for the next one. */
  private refill(now: number): void {
    const { perSecond } = this.rate;
    // Better than Java, where a wall clock that is set back stops the refill until it has caught up.
    if (this.refilledAt === undefined || now < this.refilledAt) this.refilledAt = now;
    const tokens = Math.floor(((now - this.refilledAt) * perSecond) / 1000);
    if (tokens === 0) return;
    this.refilledAt += (tokens * 1000) / perSecond;
    this.taken = Math.max(0, this.taken - tokens);
  }
}
