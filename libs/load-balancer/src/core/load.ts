import type { Clock } from '@eureka-nest/runtime/time';
import type { LoadView } from './strategies/strategy.js';

/** In this time an old response time loses two thirds of its say. */
const memoryMs = 10_000;
/** What a call to an instance is taken to cost that has one under way and has never answered. */
const unknownMs = 1_000;

/**
 * The calls of one instance: how many are under way, and an exponentially weighted moving average of their response time.
 *
 * The average follows a slower answer at once and a faster one slowly, and fades while nothing comes, so that a slow
 * instance is tried again (Finagle: PeakEwma).
 */
export class Load implements LoadView {
  inFlight = 0;
  private averageMs = 0;
  private seenAt: number;

  constructor(private readonly clock: Clock) {
    this.seenAt = clock();
  }

  cost(): number {
    const average = this.averageMs * this.fading(this.clock());
    if (average === 0 && this.inFlight > 0) return unknownMs * this.inFlight;
    return average * (this.inFlight + 1);
  }

  /** An answer. */
  took(ms: number, now = this.clock()): void {
    if (ms >= this.averageMs) this.averageMs = ms;
    else {
      const old = this.fading(now);
      this.averageMs = this.averageMs * old + ms * (1 - old);
    }
    this.seenAt = now;
  }

  /** A failure may be quick, and is nothing to come back for: it can only raise the average. */
  failedAfter(ms: number, now = this.clock()): void {
    if (ms > this.averageMs) this.took(ms, now);
  }

  /** The say that is left to the average, from 1 down to 0. */
  private fading(now: number): number {
    return Math.exp(-(now - this.seenAt) / memoryMs);
  }
}
