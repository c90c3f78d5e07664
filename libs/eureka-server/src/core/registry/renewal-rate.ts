/**
 * Counts renewals per minute in two buckets: one fills while the other, that of the last full
 * minute, is read. So the rate is up to a minute old, and 0 during the first minute. Java:
 * MeasuredRate
 */
export class RenewalRate {
  /** Count of the running minute. */
  current = 0;
  lastMinute = 0;

  count(): void {
    this.current += 1;
  }

  /** Swaps the buckets; a timer calls it every minute. */
  closeMinute(): void {
    this.lastMinute = this.current;
    this.current = 0;
  }
}
