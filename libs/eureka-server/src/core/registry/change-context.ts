import type { Origin } from './heartbeat.js';

/**
 * Which version of the instance a change of its status makes; and who asked for it, which is for the caller
 * to pass on or not.
 */
export interface StatusContext {
  readonly from: Origin;
  readonly lastDirtyTimestamp?: number;
  /** When the operator spoke, where that is known: what was said since then holds. */
  readonly at?: number;
}

/** What is known of a leaving beside the name. */
export interface CancelContext {
  readonly lastDirtyTimestamp?: number;
  readonly at?: number;
  readonly how?: 'cancelled' | 'evicted';
}
