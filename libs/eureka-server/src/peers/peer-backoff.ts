import type { PeerFailure } from './peer-request.js';

/** Shortest and longest pause by kind of failure. Java retries forever, every 100 ms or 1 s. */
const bounds: Readonly<Record<PeerFailure, readonly [minMs: number, maxMs: number]>> = {
  transient: [100, 1_000],
  congestion: [1_000, 1_000],
  'too-large': [1_000, 10_000],
  permanent: [1_000, 10_000],
};

/** Exponential pause after failures of one peer. */
export class PeerBackoff {
  until = -Infinity;
  private failures = 0;

  reset(): void {
    this.failures = 0;
    this.until = -Infinity;
  }

  failed(failure: PeerFailure, now: number): void {
    const [minMs, maxMs] = bounds[failure];
    this.until = now + Math.min(minMs * 2 ** Math.min(this.failures, 10), maxMs);
    this.failures += 1;
  }
}
