interface Rate {
  /** Requests that may pass at once. */
  readonly burst: number;
  /** Requests per second that may pass in the long run. */
  readonly perSecond: number;
}

/**
 * Lets a burst pass, then as many requests as tokens return, evenly over the second. The bucket is
 * full at first. Java: com.netflix.discovery.util.RateLimiter
 */
export class TokenBucket {
  private taken = 0;
  private refilledAt: number | undefined;

  /** @param rate no limit if one of its numbers is 0 or less */
  constructor(private readonly rate: Rate) {}

  /** Takes a token; false if there is none left. */
  take(now: number): boolean {
    const { burst, perSecond } = this.rate;
    if (burst <= 0 || perSecond <= 0) return true;
    this.refill(now);
    if (this.taken >= burst) return false;
    this.taken += 1;
    return true;
  }

  /** Returns whole tokens; the time left over counts towards the next one. */
  private refill(now: number): void {
    const { perSecond } = this.rate;
    // Better than Java, where a clock that is set back stops the refill until it has caught up.
    if (this.refilledAt === undefined || now < this.refilledAt) this.refilledAt = now;
    const tokens = Math.floor(((now - this.refilledAt) * perSecond) / 1000);
    if (tokens === 0) return;
    this.refilledAt += (tokens * 1000) / perSecond;
    this.taken = Math.max(0, this.taken - tokens);
  }
}
