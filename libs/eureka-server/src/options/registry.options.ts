import { count, flag, fraction, milliseconds, seconds, setting } from '@eureka-nest/runtime/settings';
import type { RegistryOptions } from '../core/registry/registry-options.js';
import { ClusterOptions } from './cluster.options.js';

/** Leases, eviction, self-preservation, the delta, and the checks of a registration. */
export class RegistrySettings extends ClusterOptions implements RegistryOptions {
  /** Self-preservation: no eviction while far fewer heartbeats arrive than expected. */
  @setting('eureka.server.enable-self-preservation', flag)
  readonly enableSelfPreservation: boolean = true;

  /**
   * Fraction of the expected heartbeats below which self-preservation starts. Also limits each
   * eviction run.
   */
  @setting('eureka.server.renewal-percent-threshold', fraction)
  readonly renewalPercentThreshold: number = 0.85;

  /** Interval at which the number of expected clients is counted again. */
  @setting('eureka.server.renewal-threshold-update-interval-ms', milliseconds)
  readonly renewalThresholdUpdateIntervalMs: number = 900_000;

  /** Heartbeat interval assumed for every client, whatever its lease says. */
  @setting('eureka.server.expected-client-renewal-interval-seconds', seconds)
  readonly expectedClientRenewalIntervalSecs: number = 30;

  /** Clients expected before the server opens for traffic (Netflix 0, Spring Cloud 1). */
  @setting('eureka.instance.registry.expected-number-of-clients-sending-renews', count)
  readonly expectedNumberOfClientsSendingRenews: number = 1;

  /**
   * Clients expected if the initial sync copied none (Netflix 0, Spring Cloud 1). With 0 reads are
   * refused for a while.
   */
  @setting('eureka.instance.registry.default-open-for-traffic-count', count)
  readonly defaultOpenForTrafficCount: number = 1;

  /** Interval of eviction runs. */
  @setting('eureka.server.eviction-interval-timer-in-ms', milliseconds)
  readonly evictionIntervalMs: number = 60_000;

  /** Time after the start during which the page shows no self-preservation warning. */
  @setting('eureka.server.wait-time-in-ms-when-sync-empty', milliseconds)
  readonly waitTimeWhenSyncEmptyMs: number = 300_000;

  /**
   * Answers full reads with 503 for one renewal interval after a start that found no peer. Off: new
   * clients would fail.
   */
  @setting('eureka.server.hold-reads-when-sync-empty', flag)
  readonly holdReadsWhenSyncEmpty: boolean = false;

  /**
   * Compares `lastDirtyTimestamp` of a heartbeat and the registry, so that the older side is
   * updated.
   */
  @setting('eureka.server.sync-when-timestamp-differs', flag)
  readonly syncWhenTimestampDiffers: boolean = true;

  /** Refuses `apps/delta` with 403. */
  @setting('eureka.server.disable-delta', flag)
  readonly disableDelta: boolean = false;

  /** Time for which a change stays in the delta. */
  @setting('eureka.server.retention-time-in-m-s-in-delta-queue', milliseconds)
  readonly retentionTimeInDeltaQueueMs: number = 180_000;

  /** Interval at which old changes are removed from the delta. */
  @setting('eureka.server.delta-retention-timer-interval-in-ms', milliseconds)
  readonly deltaRetentionTimerIntervalMs: number = 30_000;

  /**
   * Refuses registrations that would break some readers, with a 400 that names the field. Java
   * accepts them.
   */
  @setting('eureka.server.refuse-harmful-registrations', flag)
  readonly refuseHarmfulRegistrations: boolean = true;

  /**
   * Responds 500 to a malformed stamp, status or batch, as Java. Off: 400, since a 500 trips alarms
   * and fail-over.
   */
  @setting('eureka.server.malformed-as-server-error', flag)
  readonly malformedAsServerError: boolean = false;

  /**
   * Warns, in the log and on the page, of two instances that register the same id from two
   * addresses.
   */
  @setting('eureka.server.warn-of-shared-ids', flag)
  readonly warnOfSharedIds: boolean = true;

  /** Maximum size of a registration in bytes. */
  @setting('eureka.server.max-registration-bytes', count)
  readonly maxRegistrationBytes: number = 1_048_576;

  /** Mirror: accepts what peers replicate, and refuses writes of clients with 403. */
  @setting('eureka.server.read-only', flag)
  readonly readOnly: boolean = false;
}
