import type { Origin } from './heartbeat.js';

/** Circumstances of a status change beside the status itself. */
export interface StatusContext {
  readonly from: Origin;
  /** Version of the instance for which the change was requested. */
  readonly lastDirtyTimestamp?: number;
  /** Time of the operator's request, if a Eureka Nest peer replicated it. */
  readonly at?: number;
}

/** Circumstances of a cancel or an eviction. */
export interface CancelContext {
  /** Version of the instance that left. */
  readonly lastDirtyTimestamp?: number;
  /** Time at which it left, if not now. */
  readonly at?: number;
  readonly how?: 'cancelled' | 'evicted';
}
