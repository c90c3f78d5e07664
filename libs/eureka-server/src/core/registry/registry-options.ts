/**
 * What the registry itself has to know; `EurekaServerOptions` fits it by shape and has the names in Spring's
 * application.yml.
 */
export interface RegistryOptions {
  /** Off: expired leases are always evicted. */
  readonly enableSelfPreservation: boolean;
  /**
   * The part of the expected renewals below which the server suspects its own network; also caps one eviction
   * run.
   */
  readonly renewalPercentThreshold: number;
  /** How often the server assumes that a client renews, whatever the client says in its leaseInfo. */
  readonly expectedClientRenewalIntervalSecs: number;
  /** How long a change stays in the delta. */
  readonly retentionTimeInDeltaQueueMs: number;
  /**
   * How long after opening the below-threshold indicator stays dark and, after an empty sync, whole-registry
   * reads are refused.
   */
  readonly waitTimeWhenSyncEmptyMs: number;
  /** Off: the dirty timestamp of a heartbeat is not looked at. */
  readonly syncWhenTimestampDiffers: boolean;
  /** Where the count of expected clients starts before the server opens for traffic. */
  readonly expectedNumberOfClientsSendingRenews: number;
  /** Stands in for the number of instances copied from peers where that is 0. */
  readonly defaultOpenForTrafficCount: number;
}

/** What a Spring Cloud server starts with. */
export const defaultRegistryOptions: RegistryOptions = {
  enableSelfPreservation: true,
  renewalPercentThreshold: 0.85,
  expectedClientRenewalIntervalSecs: 30,
  retentionTimeInDeltaQueueMs: 180_000,
  waitTimeWhenSyncEmptyMs: 300_000,
  syncWhenTimestampDiffers: true,
  expectedNumberOfClientsSendingRenews: 1,
  defaultOpenForTrafficCount: 1,
};
