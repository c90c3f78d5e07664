import { readRegistryUrl, withoutLogin } from '@eureka-nest/protocol';
import {
  AppOptions,
  applySettings,
  count,
  courseHostnames,
  flag,
  fraction,
  InvalidOptionError,
  listOf,
  milliseconds,
  oneOf,
  seconds,
  setting,
  text,
  url,
} from '@eureka-nest/runtime';
import type { RegistryOptions } from './core/registry-options.js';

/** Every setting of a Eureka server. Defaults are Netflix's; where Spring Cloud's differ, the line says so. */
export class EurekaServerOptions extends AppOptions implements RegistryOptions {
  override readonly port: number = 8761;

  /** Base URLs of the other servers; none means a lone server. This server's own URL may be among them: it is left out. */
  @setting('eureka.client.service-url.defaultZone', listOf(url))
  readonly peers: readonly string[] = [];

  /** This server's own base URL, by which it knows itself among the peers: the whole URL counts, port included. Left out: `http://localhost:<port>/eureka/`. */
  @setting('eureka.server.my-url', url)
  readonly myUrl: string;

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

  /** How often the delta is rid of old changes. */
  @setting('eureka.server.delta-retention-timer-interval-in-ms', milliseconds)
  readonly deltaRetentionTimerIntervalMs: number = 30_000;

  /** How long a peer may take to accept a connection (Spring Cloud 200). */
  @setting('eureka.server.peer-node-connect-timeout-ms', milliseconds)
  readonly peerNodeConnectTimeoutMs: number = 1_000;

  /** How long a connected peer may take to answer (Spring Cloud 200). */
  @setting('eureka.server.peer-node-read-timeout-ms', milliseconds)
  readonly peerNodeReadTimeoutMs: number = 5_000;

  /** How long a change waits for others, to reach a peer in one batch with them. */
  @setting('eureka.server.max-batching-delay-ms', milliseconds)
  readonly maxBatchingDelayMs: number = 500;

  /** How many changes may wait for one peer; the oldest is dropped for a further one. */
  @setting('eureka.server.max-elements-in-peer-replication-pool', count)
  readonly maxElementsInPeerReplicationPool: number = 10_000;

  /** How long a cancel or a change of status may wait for a peer before it is dropped. */
  @setting('eureka.server.max-time-for-replication', milliseconds)
  readonly maxTimeForReplicationMs: number = 30_000;

  /** The largest registration that is read, in bytes. */
  @setting('eureka.server.max-registration-bytes', count)
  readonly maxRegistrationBytes: number = 1_048_576;

  /** The largest batch of a peer that is read, in bytes. */
  @setting('eureka.server.max-batch-bytes', count)
  readonly maxBatchBytes: number = 16_777_216;

  constructor(given: Partial<EurekaServerOptions> = {}) {
    super();
    applySettings(this, given);
    const named = this.hostnames === 'course' ? courseHostnames : (same: string) => same;
    this.myUrl = named(
      registryUrl('myUrl', 'EUREKA_SERVER_MY_URL', given.myUrl ?? `http://localhost:${this.port}/eureka/`),
    );
    this.peers = this.peers
      .map((peer) => named(registryUrl('peers', 'EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE', peer)))
      .filter((peer, index, all) => peer !== this.myUrl && all.indexOf(peer) === index);
  }
}

/** A typo in the path would only show as a peer that never answers. */
function registryUrl(option: string, variable: string, given: string): string {
  const verdict = readRegistryUrl(given);
  if ('url' in verdict) return verdict.url;
  throw new InvalidOptionError(
    `${option} (${variable})`,
    withoutLogin(given),
    `the base URL of a Eureka server: did you mean ${withoutLogin(verdict.didYouMean)}?`,
  );
}
