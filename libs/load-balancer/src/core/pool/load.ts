import type { Clock } from '@eureka-nest/runtime/time';
import type { LoadView } from '../strategies/strategy.js';

/** Time in which the weight of the average falls to a third. */
const decayMs = 10_000;
/** Assumed cost per call in flight of an instance that has never responded. */
const unknownCostMs = 1_000;

/**
 * Load of one instance: its calls in flight, and a moving average of its response time.
 *
 * The average rises to a slower response at once, falls towards faster ones exponentially, and
 * decays while there are none, so that a slow instance is tried again (Finagle: PeakEwma).
 */
export class Load implements LoadView {
  inFlight = 0;
  private averageMs = 0;
  private updatedAt: number;

  constructor(private readonly clock: Clock) {
    this.updatedAt = clock();
  }

  cost(): number {
    const average = this.averageMs * this.decay(this.clock());
    if (average === 0 && this.inFlight > 0) return unknownCostMs * this.inFlight;
    return average * (this.inFlight + 1);
  }

  /** Records the time of a response. */
  responded(ms: number, now = this.clock()): void {
    if (ms >= this.averageMs) this.averageMs = ms;
    else {
      const weight = this.decay(now);
      this.averageMs = this.averageMs * weight + ms * (1 - weight);
    }
    this.updatedAt = now;
  }

  /** Records the time of a failure, which may be quick and therefore only raises the average. */
  failed(ms: number, now = this.clock()): void {
    if (ms > this.averageMs) this.responded(ms, now);
  }

  /** Weight that the average still has, from 1 down to 0. */
  private decay(now: number): number {
    return Math.exp(-(now - this.updatedAt) / decayMs);
  }
}
