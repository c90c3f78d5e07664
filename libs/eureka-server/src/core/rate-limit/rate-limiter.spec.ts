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
  it.each([undefined, '', 'CustomClient'])('admits two reads of %j and refuses the third', (identity) => {
    const { limiter, threeOf } = aLimiter();
    expect(threeOf('full-fetch', identity)).toEqual([true, true, false]);
    expect(limiter.limited).toEqual({ all: 1, fullFetches: 1 });
  });

  it.each(['DefaultClient', 'DefaultServer', 'PrivilegedClient'])(
    'always admits %s, and takes no token of others for it',
    (identity) => {
      const { limiter, threeOf } = aLimiter({ rateLimiterPrivilegedClients: ['PrivilegedClient'] });
      expect(threeOf('full-fetch', identity)).toEqual([true, true, true]);
      expect(limiter.limited).toEqual({ all: 0, fullFetches: 0 });
      expect(threeOf('full-fetch', 'CustomClient')).toEqual([true, true, false]);
    },
  );

  it.each(['DefaultClient', 'DefaultServer', 'PrivilegedClient'])(
    'throttles %s like all others where standard clients are to be throttled',
    (identity) => {
      const { threeOf } = aLimiter({
        rateLimiterThrottleStandardClients: true,
        rateLimiterPrivilegedClients: ['PrivilegedClient'],
      });
      expect(threeOf('full-fetch', identity)).toEqual([true, true, false]);
    },
  );

  it('refuses nothing where it is off, but counts what it would refuse', () => {
    const { limiter, threeOf } = aLimiter({ rateLimiterEnabled: false });
    expect(threeOf('registry-fetch', 'CustomClient')).toEqual([true, true, true]);
    expect(limiter.limited).toEqual({ all: 1, fullFetches: 0 });
  });

  it('admits again as time goes by', () => {
    const { clock, limiter, threeOf } = aLimiter();
    threeOf('registry-fetch', undefined);
    clock.advance(999);
    expect(limiter.admits('registry-fetch', undefined)).toBe(false);
    clock.advance(1);
    expect(limiter.admits('registry-fetch', undefined)).toBe(true);
  });

  it('takes a token of both buckets for the whole registry, of one for a part of it', () => {
    const { clock, limiter, threeOf } = aLimiter({ rateLimiterRegistryFetchAverageRate: 1000 });
    expect(threeOf('full-fetch', undefined)).toEqual([true, true, false]);
    clock.advance(2);
    expect(threeOf('registry-fetch', undefined)).toEqual([true, true, false]);
    expect(limiter.limited).toEqual({ all: 2, fullFetches: 1 });
  });

  it('takes one of both also where the first has none', () => {
    const { clock, limiter, threeOf } = aLimiter({ rateLimiterRegistryFetchAverageRate: 1000 });
    threeOf('registry-fetch', undefined);
    // Refused for want of the first token, yet each takes one of the second.
    threeOf('full-fetch', undefined);
    clock.advance(2);
    expect(limiter.admits('full-fetch', undefined)).toBe(false);
  });

  it.each([
    { rateLimiterBurstSize: 0 },
    { rateLimiterRegistryFetchAverageRate: 0, rateLimiterFullFetchAverageRate: 0 },
  ])('knows no limit with %j', (given) => {
    expect(aLimiter(given).threeOf('full-fetch', undefined)).toEqual([true, true, true]);
  });
});
