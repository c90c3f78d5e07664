/**
 * Options of the registry; `EurekaServerOptions` fits them by shape and states the names in
 * Spring's application.yml.
 */
export interface RegistryOptions {
  /** False: expired leases are always evicted. */
  readonly enableSelfPreservation: boolean;
  /**
   * Share of the expected renewals below which the server suspects its own network; it also limits
   * one eviction run.
   */
  readonly renewalPercentThreshold: number;
  /** Renewal interval that the server assumes of each client, whatever its leaseInfo states. */
  readonly expectedClientRenewalIntervalSecs: number;
  /** Time for which a change stays in the delta. */
  readonly retentionTimeInDeltaQueueMs: number;
  /**
   * Time after opening for which self-preservation raises no warning and, after an empty initial
   * sync, whole-registry reads are refused.
   */
  readonly waitTimeWhenSyncEmptyMs: number;
  /** False: the dirty timestamp of a heartbeat is ignored. */
  readonly syncWhenTimestampDiffers: boolean;
  /** Expected clients before the server opens for traffic. */
  readonly expectedNumberOfClientsSendingRenews: number;
  /** Expected clients if the initial sync copied no instance. */
  readonly defaultOpenForTrafficCount: number;
}

/** Spring Cloud's defaults. */
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
