import type { Clock } from '@eureka-nest/runtime/time';
import { TokenBucket } from './token-bucket.js';

/** `EurekaServerOptions` fits it by shape. */
export interface RateLimiterOptions {
  readonly rateLimiterEnabled: boolean;
  readonly rateLimiterThrottleStandardClients: boolean;
  readonly rateLimiterPrivilegedClients: readonly string[];
  readonly rateLimiterBurstSize: number;
  readonly rateLimiterRegistryFetchAverageRate: number;
  readonly rateLimiterFullFetchAverageRate: number;
}

/** The whole registry; or its delta, or one application of it. */
export type LimitedTarget = 'full-fetch' | 'registry-fetch';

/** How many reads were too many: refused where the limiter is on, let through where it is off. */
export interface Limited {
  readonly all: number;
  /** Those of the whole registry among them. */
  readonly fullFetches: number;
}

/** As Java's clients call themselves (`DiscoveryIdentity-Name`), and its servers; Spring's client calls itself nothing. */
const standardClients: readonly string[] = ['DefaultClient', 'DefaultServer'];

/** Whether a read of the registry comes too often. Java: RateLimitingFilter */
export class RateLimiter {
  private readonly reads: TokenBucket;
  private readonly fullReads: TokenBucket;
  private readonly privileged: ReadonlySet<string | undefined>;
  private counts: Limited = { all: 0, fullFetches: 0 };

  constructor(
    private readonly options: RateLimiterOptions,
    private readonly clock: Clock,
  ) {
    const burst = options.rateLimiterBurstSize;
    this.reads = new TokenBucket({ burst, perSecond: options.rateLimiterRegistryFetchAverageRate });
    this.fullReads = new TokenBucket({ burst, perSecond: options.rateLimiterFullFetchAverageRate });
    this.privileged = new Set(
      options.rateLimiterThrottleStandardClients
        ? []
        : [...standardClients, ...options.rateLimiterPrivilegedClients],
    );
  }

  /** Also counted while the limiter is off, so that one can see what it would do. */
  get limited(): Limited {
    return this.counts;
  }

  /**
   * QUIRK(RateLimitingFilter.isPrivileged): who calls itself privileged is, and takes no token; where standard clients are
   * throttled, nobody is.
   *
   * @param identity what the client calls itself, if it does
   */
  admits(target: LimitedTarget, identity: string | undefined): boolean {
    if (this.privileged.has(identity) || this.takesTokens(target)) return true;
    const { all, fullFetches } = this.counts;
    this.counts = { all: all + 1, fullFetches: fullFetches + (target === 'full-fetch' ? 1 : 0) };
    return !this.options.rateLimiterEnabled;
  }

  /** QUIRK(RateLimitingFilter.isOverloaded): of both buckets, also where the first one is empty already. */
  private takesTokens(target: LimitedTarget): boolean {
    const now = this.clock();
    const isReadAllowed = this.reads.take(now);
    return target === 'full-fetch' ? this.fullReads.take(now) && isReadAllowed : isReadAllowed;
  }
}
