/**
 * Counts renewals in two buckets: this minute's fills while last minute's is read. Java: MeasuredRate.
 * So the number is up to a minute old, and 0 for the first minute.
 */
export class RenewalRate {
  private current = 0;
  private last = 0;

  count(): void {
    this.current += 1;
  }

  /** To be called each minute. */
  closeMinute(): void {
    this.last = this.current;
    this.current = 0;
  }

  get lastMinute(): number {
    return this.last;
  }
}
