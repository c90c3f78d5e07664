/** Limit of the fetches that skip the delta. */
const maxSkipped = 128;

/**
 * Decides which fetches skip the delta. The full registry must not depend on a delta that is
 * broken, so one that failed is skipped by the next fetch, then by 2, 4 and at most 128.
 */
export class DeltaBackOff {
  private failures = 0;
  private toSkip = 0;

  /** Returns true if this fetch skips the delta. */
  skips(): boolean {
    if (this.toSkip === 0) return false;
    this.toSkip -= 1;
    return true;
  }

  deltaFailed(): void {
    this.toSkip = Math.min(2 ** this.failures, maxSkipped);
    this.failures += 1;
  }

  /** Resets the back-off: the delta works, or the full registry fails as well. */
  reset(): void {
    this.failures = 0;
    this.toSkip = 0;
  }
}
