import { TokenBucket } from './token-bucket.js';

describe('a token bucket', () => {
  // Netflix's RateLimiterTest.
  it('lets an even load pass', () => {
    const bucket = new TokenBucket({ burst: 10, perSecond: 2 });
    const passed = Array.from({ length: 10 }, (_, turn) => bucket.take(1_000_000 + turn * 500));
    expect(passed).not.toContain(false);
  });

  it('lets a burst pass and no more, until tokens come back', () => {
    const bucket = new TokenBucket({ burst: 3, perSecond: 2 });
    const at = (now: number) => bucket.take(now);
    expect([at(1_000_000), at(1_000_000), at(1_000_000), at(1_000_000)]).toEqual([true, true, true, false]);
    expect([at(1_000_500), at(1_000_500)]).toEqual([true, false]);
    expect([at(1_001_500), at(1_001_500), at(1_001_500)]).toEqual([true, true, false]);
  });

  it('gives one token in one step and a half, and the second half step is not lost', () => {
    const bucket = new TokenBucket({ burst: 1, perSecond: 2 });
    expect(bucket.take(1_000_000)).toBe(true);
    expect([bucket.take(1_000_750), bucket.take(1_000_750)]).toEqual([true, false]);
    expect([bucket.take(1_001_000), bucket.take(1_001_000)]).toEqual([true, false]);
  });

  it('never holds more than the burst, however long it was idle', () => {
    const bucket = new TokenBucket({ burst: 2, perSecond: 100 });
    bucket.take(1_000_000);
    const much = 2_000_000;
    expect([bucket.take(much), bucket.take(much), bucket.take(much)]).toEqual([true, true, false]);
  });

  it.each([
    { burst: 0, perSecond: 1 },
    { burst: 1, perSecond: 0 },
    { burst: -1, perSecond: -1 },
  ])('is no limit with a burst of $burst and $perSecond a second', (rate) => {
    const bucket = new TokenBucket(rate);
    expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([true, true, true]);
  });

  it('goes on when the clock is set back', () => {
    const bucket = new TokenBucket({ burst: 1, perSecond: 1 });
    expect([bucket.take(1_000_000), bucket.take(1_000_000)]).toEqual([true, false]);
    expect([bucket.take(10_000), bucket.take(11_000)]).toEqual([false, true]);
  });

  it('lets pass as many as its rate says over a long time, however unevenly they come', () => {
    const bucket = new TokenBucket({ burst: 5, perSecond: 7 });
    let passed = 0;
    for (let now = 0; now <= 60_000; now += 13)
      for (let each = 0; each < 3; each++) if (bucket.take(now)) passed++;
    expect(passed).toBe(5 + 60 * 7 - 1);
  });
});
