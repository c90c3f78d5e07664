import { PeerBackoff } from './peer-backoff.js';
import type { Failure } from './peer-request.js';

describe('a peer that failed is left alone', () => {
  it.each<[Failure, readonly number[]]>([
    ['transient', [100, 200, 400, 800, 1_000, 1_000]],
    ['congestion', [1_000, 1_000, 1_000]],
    ['permanent', [1_000, 2_000, 4_000, 8_000, 10_000, 10_000]],
    ['too-large', [1_000, 2_000, 4_000, 8_000, 10_000]],
  ])('after a %s failure for so many ms: %p', (failure, waits) => {
    const pauses = new PeerBackoff();
    const seen = waits.map((_, index) => {
      pauses.failed(failure, index * 60_000);
      return pauses.until - index * 60_000;
    });
    expect(seen).toEqual(waits);
  });

  it('no longer than the bound, however often it failed', () => {
    const pauses = new PeerBackoff();
    for (let times = 0; times < 5_000; times++) pauses.failed('transient', 0);
    expect(pauses.until).toBe(1_000);
  });

  it('not once it answers, and for the first pause again after that', () => {
    const pauses = new PeerBackoff();
    pauses.failed('transient', 0);
    pauses.failed('transient', 0);
    pauses.answered();
    expect(pauses.until).toBe(-Infinity);
    pauses.failed('transient', 0);
    expect(pauses.until).toBe(100);
  });
});
