import { manualClock } from '@eureka-nest/runtime/testing';
import { RateLimiter, type RateLimiterOptions } from './rate-limiter.js';

function aLimiter(given: Partial<RateLimiterOptions> = {}) {
  const clock = manualClock();
  const options: RateLimiterOptions = {
    rateLimiterEnabled: true,
    rateLimiterThrottleStandardClients: false,
    rateLimiterPrivilegedClients: [],
    rateLimiterBurstSize: 2,
    rateLimiterRegistryFetchAverageRate: 1,
    rateLimiterFullFetchAverageRate: 1,
    ...given,
  };
  const limiter = new RateLimiter(options, clock);
  const threeOf = (...[target, identity]: Parameters<RateLimiter['admits']>) =>
    [1, 2, 3].map(() => limiter.admits(target, identity));
  return { clock, limiter, threeOf };
}

// Netflix's RateLimitingFilterTest.
describe('the rate limiter', () => {
  it.each([undefined, '', 'CustomClient'])('admits two reads of %j and rejects the third', (identity) => {
    const { threeOf } = aLimiter();
    expect(threeOf('full-fetch', identity)).toEqual([true, true, false]);
  });

  it.each(['DefaultClient', 'DefaultServer', 'PrivilegedClient'])(
    'always admits %s, at the cost of no token',
    (identity) => {
      const { threeOf } = aLimiter({ rateLimiterPrivilegedClients: ['PrivilegedClient'] });
      expect(threeOf('full-fetch', identity)).toEqual([true, true, true]);
      expect(threeOf('full-fetch', 'CustomClient')).toEqual([true, true, false]);
    },
  );

  it.each(['DefaultClient', 'DefaultServer', 'PrivilegedClient'])(
    'throttles %s like all others if standard clients are throttled',
    (identity) => {
      const { threeOf } = aLimiter({
        rateLimiterThrottleStandardClients: true,
        rateLimiterPrivilegedClients: ['PrivilegedClient'],
      });
      expect(threeOf('full-fetch', identity)).toEqual([true, true, false]);
    },
  );

  it('rejects nothing while it is disabled', () => {
    const { threeOf } = aLimiter({ rateLimiterEnabled: false });
    expect(threeOf('registry-fetch', 'CustomClient')).toEqual([true, true, true]);
  });

  it('admits again as time goes by', () => {
    const { clock, limiter, threeOf } = aLimiter();
    threeOf('registry-fetch', undefined);
    clock.advance(999);
    expect(limiter.admits('registry-fetch', undefined)).toBe(false);
    clock.advance(1);
    expect(limiter.admits('registry-fetch', undefined)).toBe(true);
  });

  it('takes a token of both buckets for a full fetch, of one for any other read', () => {
    const { clock, threeOf } = aLimiter({ rateLimiterRegistryFetchAverageRate: 1000 });
    expect(threeOf('full-fetch', undefined)).toEqual([true, true, false]);
    clock.advance(2);
    expect(threeOf('registry-fetch', undefined)).toEqual([true, true, false]);
  });

  it('takes a token of both buckets even if the first is empty', () => {
    const { clock, limiter, threeOf } = aLimiter({ rateLimiterRegistryFetchAverageRate: 1000 });
    threeOf('registry-fetch', undefined);
    // Rejected for lack of a token of the first bucket, each still takes one of the second.
    threeOf('full-fetch', undefined);
    clock.advance(2);
    expect(limiter.admits('full-fetch', undefined)).toBe(false);
  });

  it.each([
    { rateLimiterBurstSize: 0 },
    { rateLimiterRegistryFetchAverageRate: 0, rateLimiterFullFetchAverageRate: 0 },
  ])('has no limit with %j', (given) => {
    expect(aLimiter(given).threeOf('full-fetch', undefined)).toEqual([true, true, true]);
  });
});
