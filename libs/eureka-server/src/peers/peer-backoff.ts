import type { Failure } from './peer-request.js';

/** Before the next try: the first pause after each kind of failure, and the longest. Java has 100 ms and 1 s, and tries for ever at that pace. */
const bounds: Readonly<Record<Failure, readonly [firstMs: number, longestMs: number]>> = {
  transient: [100, 1_000],
  congestion: [1_000, 1_000],
  'too-large': [1_000, 10_000],
  permanent: [1_000, 10_000],
};

/** How long a peer that failed is left alone: each time longer, up to a bound. */
export class PeerBackoff {
  until = -Infinity;
  private failures = 0;

  answered(): void {
    this.failures = 0;
    this.until = -Infinity;
  }

  failed(failure: Failure, now: number): void {
    const [firstMs, longestMs] = bounds[failure];
    this.until = now + Math.min(firstMs * 2 ** Math.min(this.failures, 10), longestMs);
    this.failures += 1;
  }
}
