import {
  applySettings,
  count,
  countOrNone,
  flag,
  listOf,
  milliseconds,
  path,
  seconds,
  setting,
  text,
} from '@eureka-nest/runtime/settings';
import { loginOf } from './access.options.js';
import { ConsoleOptions } from './console.options.js';
import { registryUrls } from './registry-urls.js';

/**
 * All settings of a Eureka server. Defaults are Netflix's, unless the comment names another one.
 */
export class EurekaServerOptions extends ConsoleOptions {
  /**
   * Serves reads from a copy that is refreshed at an interval (Java's default). Off: reads are
   * always current.
   */
  @setting('eureka.server.use-read-only-response-cache', flag)
  readonly useReadOnlyResponseCache: boolean = false;

  /** Refresh interval of the read-only response cache. */
  @setting('eureka.server.response-cache-update-interval-ms', milliseconds)
  readonly responseCacheUpdateIntervalMs: number = 30_000;

  /** Maximum age of an encoded response. A heartbeat alone does not encode it anew. */
  @setting('eureka.server.response-cache-auto-expiration-in-seconds', seconds)
  readonly responseCacheAutoExpirationSecs: number = 180;

  /** Limits the rate of reads of the whole registry; beyond it they get 503. */
  @setting('eureka.server.rate-limiter-enabled', flag)
  readonly rateLimiterEnabled: boolean = false;

  /** Applies the limits to standard clients (`DefaultClient`, `DefaultServer`) too. */
  @setting('eureka.server.rate-limiter-throttle-standard-clients', flag)
  readonly rateLimiterThrottleStandardClients: boolean = false;

  /** Further clients (`DiscoveryIdentity-Name`) without limits. */
  @setting('eureka.server.rate-limiter-privileged-clients', listOf(text))
  readonly rateLimiterPrivilegedClients: readonly string[] = [];

  /** Reads allowed at once; 0 lifts the limits. */
  @setting('eureka.server.rate-limiter-burst-size', count)
  readonly rateLimiterBurstSize: number = 10;

  /** Reads per second of `apps`, `apps/delta` and `apps/{app}` together; 0 lifts the limit. */
  @setting('eureka.server.rate-limiter-registry-fetch-average-rate', count)
  readonly rateLimiterRegistryFetchAverageRate: number = 500;

  /** Reads per second of the whole registry (`apps`); 0 lifts the limit. */
  @setting('eureka.server.rate-limiter-full-fetch-average-rate', count)
  readonly rateLimiterFullFetchAverageRate: number = 100;

  /** Peers that must respond for `GET status` to report healthy; -1 leaves the field out. */
  @setting('eureka.server.min-available-instances-for-peer-replication', countOrNone)
  readonly minAvailableInstancesForPeerReplication: number = -1;

  /** Serves the registry page. */
  @setting('eureka.dashboard.enabled', flag)
  readonly dashboardEnabled: boolean = true;

  /** Path of the page; the last leases are at `lastn` below it. */
  @setting('eureka.dashboard.path', path)
  readonly dashboardPath: string = '/';

  /** Shows the calculation of self-preservation on the page. */
  @setting('eureka.dashboard.explain', flag)
  readonly dashboardExplains: boolean = true;

  /** Serves `/health` and `/health/ready`, for load balancers and monitors. */
  @setting('eureka.health.enabled', flag)
  readonly healthEnabled: boolean = true;

  /** Path of the health endpoint; `ready` is below it. */
  @setting('eureka.health.path', path)
  readonly healthPath: string = '/health';

  /**
   * Serves the change feed (`/eureka/changes`). It needs the delta and cannot use the read-only
   * response cache.
   */
  @setting('eureka.changes.enabled', flag)
  readonly changesEnabled: boolean = true;

  /**
   * Probes an instance whose feed connection broke, and removes it if its port refuses twice. Not
   * on a mirror.
   */
  @setting('eureka.changes.presence', flag)
  readonly changesPresence: boolean = true;

  /**
   * Lets a feed connection speak for an instance registered at another address, which is then
   * probed (a proxy between).
   */
  @setting('eureka.changes.presence-any-address', flag)
  readonly changesPresenceAnyAddress: boolean = false;

  /** Time for which a change waits for others before it is emitted. */
  @setting('eureka.changes.delay-ms', milliseconds)
  readonly changesDelayMs: number = 10;

  /** Interval of keep-alive messages on a feed connection. */
  @setting('eureka.changes.keep-alive-ms', milliseconds)
  readonly changesKeepAliveMs: number = 10_000;

  /** Maximum number of feed connections; further ones get 503, and their clients poll. */
  @setting('eureka.changes.max-readers', count)
  readonly changesMaxReaders: number = 20_000;

  /**
   * Bytes buffered for a slow reader; beyond them it has to catch up, and then to fetch everything.
   */
  @setting('eureka.changes.max-unsent-bytes', count)
  readonly changesMaxUnsentBytes: number = 262_144;

  /** Changes retained for readers that reconnect; a reader that missed more fetches everything. */
  @setting('eureka.changes.log-size', count)
  readonly changesLogSize: number = 10_000;

  constructor(given: Partial<EurekaServerOptions> = {}) {
    super();
    applySettings(this, given);
    Object.assign(this, registryUrls(this, given));
    loginOf(this);
  }
}
