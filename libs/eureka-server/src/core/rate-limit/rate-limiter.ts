import type { Clock } from '@eureka-nest/runtime/time';
import { TokenBucket } from './token-bucket.js';

/** Options of the limiter; `EurekaServerOptions` fits them by shape. */
export interface RateLimiterOptions {
  readonly rateLimiterEnabled: boolean;
  readonly rateLimiterThrottleStandardClients: boolean;
  readonly rateLimiterPrivilegedClients: readonly string[];
  readonly rateLimiterBurstSize: number;
  readonly rateLimiterRegistryFetchAverageRate: number;
  readonly rateLimiterFullFetchAverageRate: number;
}

/** `full-fetch` reads the whole registry, `registry-fetch` its delta or one application. */
export type LimitedTarget = 'full-fetch' | 'registry-fetch';

/**
 * Names that Java's clients and servers send (`DiscoveryIdentity-Name`); Spring's client sends
 * none.
 */
const standardClients: readonly string[] = ['DefaultClient', 'DefaultServer'];

/** Limits the rate of reads of the registry. Java: RateLimitingFilter */
export class RateLimiter {
  private readonly reads: TokenBucket;
  private readonly fullReads: TokenBucket;
  private readonly privileged: ReadonlySet<string | undefined>;

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

  /**
   * QUIRK(RateLimitingFilter.isPrivileged): a client that sends a privileged name is privileged,
   * and takes no token. With standard clients throttled, no client is.
   *
   * @param identity name that the client sends, if any
   */
  admits(target: LimitedTarget, identity: string | undefined): boolean {
    if (!this.options.rateLimiterEnabled || this.privileged.has(identity)) return true;
    return this.takesTokens(target);
  }

  /**
   * QUIRK(RateLimitingFilter.isOverloaded): a full fetch takes a token of both buckets, even if one
   * is empty.
   */
  private takesTokens(target: LimitedTarget): boolean {
    const now = this.clock();
    const isReadAllowed = this.reads.take(now);
    return target === 'full-fetch' ? this.fullReads.take(now) && isReadAllowed : isReadAllowed;
  }
}
