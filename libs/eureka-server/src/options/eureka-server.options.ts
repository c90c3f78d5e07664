import {
  applySettings,
  count,
  countOrNone,
  flag,
  fraction,
  listOf,
  milliseconds,
  oneOf,
  path,
  seconds,
  setting,
  text,
  url,
} from '@eureka-nest/runtime/settings';
import type { RegistryOptions } from '../core/registry/registry-options.js';
import { AccessOptions, loginOf } from './access.options.js';
import { urlsOf } from './registry-urls.js';

/** Every setting of a Eureka server. Defaults are Netflix's; where Spring Cloud's differ, the line says so. */
export class EurekaServerOptions extends AccessOptions implements RegistryOptions {
  /** Base URLs of the other servers; none means a lone server. This server's own URL may be among them: it is left out. */
  @setting('eureka.client.service-url.defaultZone', listOf(url))
  readonly peers: readonly string[] = [];

  /**
   * The base URL of all other servers but for the host, as in `http://eureka.internal:8761/eureka/`: each address (A, AAAA) of that name
   * is a peer, read again while this server runs. This server's own address may be among them: it is left out.
   */
  @setting('eureka.server.peers-dns', url)
  readonly peersDns?: string;

  /** How often the addresses of `peersDns` are read (Java 600000, for all of its peers). */
  @setting('eureka.server.peer-eureka-nodes-update-interval-ms', milliseconds)
  readonly peerEurekaNodesUpdateIntervalMs: number = 10_000;

  /** This server's own base URL, by which it knows itself among the peers: the whole URL counts, port included. Left out: made of host name and port, as in `http://localhost:8761/eureka/`. */
  @setting('eureka.server.my-url', url)
  readonly myUrl!: string;

  /** The host by which others reach this server; its own base URL is made of it. */
  @setting('eureka.instance.hostname', text)
  readonly hostname: string = 'localhost';

  /** `course` turns the host `localhost` of registry URLs into `eureka<port>.com`, as in the course's hosts file. */
  @setting('eureka.hostnames', oneOf('localhost', 'course'))
  readonly hostnames: 'localhost' | 'course' = 'localhost';

  /** The name of the environment that the page shows. */
  @setting('eureka.environment', text)
  readonly environment: string = 'test';

  /** The name of the data center that the page shows. */
  @setting('eureka.datacenter', text)
  readonly datacenter: string = 'default';

  /** Whether nothing is evicted while far fewer heartbeats come than expected. */
  @setting('eureka.server.enable-self-preservation', flag)
  readonly enableSelfPreservation: boolean = true;

  /** The part of the expected heartbeats below which this server suspects its own network; also caps what one sweep evicts. */
  @setting('eureka.server.renewal-percent-threshold', fraction)
  readonly renewalPercentThreshold: number = 0.85;

  /** How often the number of expected clients is counted anew. */
  @setting('eureka.server.renewal-threshold-update-interval-ms', milliseconds)
  readonly renewalThresholdUpdateIntervalMs: number = 900_000;

  /** How often a client is assumed to renew, whatever its lease says. */
  @setting('eureka.server.expected-client-renewal-interval-seconds', seconds)
  readonly expectedClientRenewalIntervalSecs: number = 30;

  /** How many clients are expected before this server opens for traffic (Netflix 0, Spring Cloud 1). */
  @setting('eureka.instance.registry.expected-number-of-clients-sending-renews', count)
  readonly expectedNumberOfClientsSendingRenews: number = 1;

  /** How many clients are expected when the first sync brought none (Netflix 0, Spring Cloud 1); 0 refuses reads for a while after such a start. */
  @setting('eureka.instance.registry.default-open-for-traffic-count', count)
  readonly defaultOpenForTrafficCount: number = 1;

  /** How often expired leases are swept. */
  @setting('eureka.server.eviction-interval-timer-in-ms', milliseconds)
  readonly evictionIntervalMs: number = 60_000;

  /** How long after the start the self-preservation warning stays away: clients are still coming. */
  @setting('eureka.server.wait-time-in-ms-when-sync-empty', milliseconds)
  readonly waitTimeWhenSyncEmptyMs: number = 300_000;

  /** How long a server whose peers all stay away says that it is not ready (`/health/ready`). */
  @setting('eureka.server.wait-for-peers-ms', milliseconds)
  readonly waitForPeersMs: number = 10_000;

  /** The longest pause between two attempts of the first sync; the pauses grow up to it. */
  @setting('eureka.server.registry-sync-retry-wait-ms', milliseconds)
  readonly registrySyncRetryWaitMs: number = 30_000;

  /** Whether the stamps of a heartbeat and of the registry are compared, so that the one who is behind catches up. */
  @setting('eureka.server.sync-when-timestamp-differs', flag)
  readonly syncWhenTimestampDiffers: boolean = true;

  /** Whether `apps/delta` is refused (403). */
  @setting('eureka.server.disable-delta', flag)
  readonly disableDelta: boolean = false;

  /** How long a change stays in the delta. */
  @setting('eureka.server.retention-time-in-m-s-in-delta-queue', milliseconds)
  readonly retentionTimeInDeltaQueueMs: number = 180_000;

  /**
   * Whether reads come from a copy that is refreshed now and then, as in Java, where this is on by default; off, a read
   * sees each change at once.
   */
  @setting('eureka.server.use-read-only-response-cache', flag)
  readonly useReadOnlyResponseCache: boolean = false;

  /** How often that copy is refreshed. */
  @setting('eureka.server.response-cache-update-interval-ms', milliseconds)
  readonly responseCacheUpdateIntervalMs: number = 30_000;

  /** How old the leases in an answer may be: a renewal alone is no change, so what was encoded before it is sent again. */
  @setting('eureka.server.response-cache-auto-expiration-in-seconds', seconds)
  readonly responseCacheAutoExpirationSecs: number = 180;

  /** How often the delta is rid of old changes. */
  @setting('eureka.server.delta-retention-timer-interval-in-ms', milliseconds)
  readonly deltaRetentionTimerIntervalMs: number = 30_000;

  /** How long a peer may take to accept a connection (Spring Cloud 200). */
  @setting('eureka.server.peer-node-connect-timeout-ms', milliseconds)
  readonly peerNodeConnectTimeoutMs: number = 1_000;

  /** How long a connected peer may take to answer (Spring Cloud 200). */
  @setting('eureka.server.peer-node-read-timeout-ms', milliseconds)
  readonly peerNodeReadTimeoutMs: number = 5_000;

  /** The largest answer of a peer that is read, in bytes: its whole registry is the largest. */
  @setting('eureka.server.max-peer-answer-bytes', count)
  readonly maxPeerAnswerBytes: number = 134_217_728;

  /** How long a heartbeat waits for others, to reach a peer in one batch with them. */
  @setting('eureka.server.max-batching-delay-ms', milliseconds)
  readonly maxBatchingDelayMs: number = 500;

  /** How long any other change waits for others (Java 500). */
  @setting('eureka.server.max-change-delay-ms', milliseconds)
  readonly maxChangeDelayMs: number = 10;

  /** How often a peer that is told nothing is asked whether it is there. */
  @setting('eureka.server.peer-probe-interval-ms', milliseconds)
  readonly peerProbeIntervalMs: number = 2_000;

  /** How often a peer of this kind is asked whether it lists the same, so that what either missed is made good; 0: never, as in Java. */
  @setting('eureka.server.peer-comparison-interval-ms', count)
  readonly peerComparisonIntervalMs: number = 3_000;

  /** How many changes may wait for one peer; the oldest is dropped for a further one. */
  @setting('eureka.server.max-elements-in-peer-replication-pool', count)
  readonly maxElementsInPeerReplicationPool: number = 10_000;

  /** How long a cancel or a change of status may wait for a peer before it is dropped. */
  @setting('eureka.server.max-time-for-replication', milliseconds)
  readonly maxTimeForReplicationMs: number = 30_000;

  /** Whether a registration that some reader would stumble over (a character that XML cannot hold, a port of 70000) is refused with a 400 that names the field; Java takes it. */
  @setting('eureka.server.refuse-harmful-registrations', flag)
  readonly refuseHarmfulRegistrations: boolean = true;

  /** Whether two instances that register one id from two addresses are told of, in the log and on the page; Java says nothing, and each takes the other's place. */
  @setting('eureka.server.warn-of-shared-ids', flag)
  readonly warnOfSharedIds: boolean = true;

  /** Whether an instance in Amazon's data center must name its id there; otherwise it is given its own. */
  @setting('eureka.experimental.registration.validation.data-center-info-id', flag)
  readonly requireDataCenterId: boolean = false;

  /** Whether too many reads of the registry as a whole are refused (503). */
  @setting('eureka.server.rate-limiter-enabled', flag)
  readonly rateLimiterEnabled: boolean = false;

  /** Whether the limits are for standard clients (`DefaultClient`, `DefaultServer`) too. */
  @setting('eureka.server.rate-limiter-throttle-standard-clients', flag)
  readonly rateLimiterThrottleStandardClients: boolean = false;

  /** Which other clients (`DiscoveryIdentity-Name`) the limits are not for. */
  @setting('eureka.server.rate-limiter-privileged-clients', listOf(text))
  readonly rateLimiterPrivilegedClients: readonly string[] = [];

  /** How many reads may come at once; 0 lifts the limit. */
  @setting('eureka.server.rate-limiter-burst-size', count)
  readonly rateLimiterBurstSize: number = 10;

  /** How many reads a second may come for long (`apps`, `apps/delta`, `apps/{app}` together); 0 lifts the limit. */
  @setting('eureka.server.rate-limiter-registry-fetch-average-rate', count)
  readonly rateLimiterRegistryFetchAverageRate: number = 500;

  /** How many of them may be of the whole registry (`apps`); 0 lifts the limit. */
  @setting('eureka.server.rate-limiter-full-fetch-average-rate', count)
  readonly rateLimiterFullFetchAverageRate: number = 100;

  /** Whether `apps` is compressed for who says nothing of `Accept-Encoding`, and refused (406) to who wants it plain, as Netflix's own server does. */
  @setting('eureka.server.enforce-gzip', flag)
  readonly enforceGzip: boolean = false;

  /** How many peers must answer for `GET status` to say healthy; -1 says nothing of it. */
  @setting('eureka.server.min-available-instances-for-peer-replication', countOrNone)
  readonly minAvailableInstancesForPeerReplication: number = -1;

  /** Where the wire is, as in `/context/eureka`: it ends in `/eureka`, by which clients tell a registry's URL from a mistake. */
  @setting('eureka.server.path', path)
  readonly path: string = '/eureka';

  /** Whether there is a page. */
  @setting('eureka.dashboard.enabled', flag)
  readonly dashboardEnabled: boolean = true;

  /** Where the page is; the last leases are at `lastn` below it. */
  @setting('eureka.dashboard.path', path)
  readonly dashboardPath: string = '/';

  /** Whether the page shows the sum behind self-preservation; Java's does not. */
  @setting('eureka.dashboard.explain', flag)
  readonly dashboardExplains: boolean = true;

  /** Whether there are `/health` and `/health/ready`, for load balancers and monitors. */
  @setting('eureka.health.enabled', flag)
  readonly healthEnabled: boolean = true;

  /** Where that is; `ready` is below it. */
  @setting('eureka.health.path', path)
  readonly healthPath: string = '/health';

  /**
   * Whether clients of ours are told each change at once, over a connection that stays open (`/eureka/changes`). There is no such thing
   * where reads come from a copy (`useReadOnlyResponseCache`) or deltas are refused (`disableDelta`): nobody could catch up there.
   */
  @setting('eureka.changes.enabled', flag)
  readonly changesEnabled: boolean = true;

  /** Whether an instance whose own such connection breaks is looked at, and taken out when its port refuses twice; not on a mirror (`readOnly`). */
  @setting('eureka.changes.presence', flag)
  readonly changesPresence: boolean = true;

  /** How long a change waits for others, to be told together with them. */
  @setting('eureka.changes.delay-ms', milliseconds)
  readonly changesDelayMs: number = 10;

  /** How often such a connection shows that it is alive, whatever else is told over it. */
  @setting('eureka.changes.keep-alive-ms', milliseconds)
  readonly changesKeepAliveMs: number = 10_000;

  /** How many connections there may be; further ones are refused (503), and their clients go on asking. */
  @setting('eureka.changes.max-readers', count)
  readonly changesMaxReaders: number = 20_000;

  /** How many bytes may wait for a reader that is slow; beyond them it is told nothing until it has read those, and then to fetch everything. */
  @setting('eureka.changes.max-unsent-bytes', count)
  readonly changesMaxUnsentBytes: number = 262_144;

  /** How many changes are kept for who comes back; who missed more fetches everything. */
  @setting('eureka.changes.log-size', count)
  readonly changesLogSize: number = 10_000;

  /** The largest registration that is read, in bytes. */
  @setting('eureka.server.max-registration-bytes', count)
  readonly maxRegistrationBytes: number = 1_048_576;

  /** The largest batch of a peer that is read, in bytes. */
  @setting('eureka.server.max-batch-bytes', count)
  readonly maxBatchBytes: number = 16_777_216;

  /** Whether this server is a mirror: it takes what its peers replicate and refuses the changes of clients (403). */
  @setting('eureka.server.read-only', flag)
  readonly readOnly: boolean = false;

  constructor(given: Partial<EurekaServerOptions> = {}) {
    super();
    applySettings(this, given);
    Object.assign(this, urlsOf(this, given));
    loginOf(this);
  }
}
