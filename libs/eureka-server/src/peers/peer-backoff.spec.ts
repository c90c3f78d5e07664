import { PeerBackoff } from './peer-backoff.js';
import type { PeerFailure } from './peer-request.js';

describe('the pause after failures of a peer', () => {
  it.each<[PeerFailure, readonly number[]]>([
    ['transient', [100, 200, 400, 800, 1_000, 1_000]],
    ['congestion', [1_000, 1_000, 1_000]],
    ['permanent', [1_000, 2_000, 4_000, 8_000, 10_000, 10_000]],
    ['too-large', [1_000, 2_000, 4_000, 8_000, 10_000]],
  ])('is, after each %s failure, in ms: %p', (failure, waits) => {
    const backoff = new PeerBackoff();
    const seen = waits.map((_, index) => {
      backoff.failed(failure, index * 60_000);
      return backoff.until - index * 60_000;
    });
    expect(seen).toEqual(waits);
  });

  it('never exceeds the bound', () => {
    const backoff = new PeerBackoff();
    for (let times = 0; times < 5_000; times++) backoff.failed('transient', 0);
    expect(backoff.until).toBe(1_000);
  });

  it('starts over after a response', () => {
    const backoff = new PeerBackoff();
    backoff.failed('transient', 0);
    backoff.failed('transient', 0);
    backoff.reset();
    expect(backoff.until).toBe(-Infinity);
    backoff.failed('transient', 0);
    expect(backoff.until).toBe(100);
  });
});
