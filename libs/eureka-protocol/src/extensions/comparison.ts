import type { InstanceStatus } from '../model/instance-info.js';

/**
 * Documents in which two servers of this project compare their registries (anti-entropy). All
 * times are ages in ms, because two clocks never agree.
 */

/** Application name -> number of instances and hash of what is listed of them, as in `2:1f3a…`. */
export type AppDigests = Readonly<Record<string, string>>;

/** Instance as one registry lists it. */
export interface ListedRow {
  readonly id: string;
  /**
   * Hash of everything that the instance says of itself; equal at two servers if they list the
   * same.
   */
  readonly fingerprint: string;
  readonly lastDirtyTimestamp: number;
  readonly status: InstanceStatus;
  readonly overriddenStatus: InstanceStatus;
  /** Age of the last registration or metadata change. */
  readonly contentAgeMs: number;
  /** Age of the last decision on the status. */
  readonly statusAgeMs: number;
  /** Age of the last sign of life. */
  readonly aliveAgeMs: number;
  /** Age of the operator's last order (set or removed an override); undefined if there was none. */
  readonly overrideAgeMs?: number;
}

/** Instance that cancelled, as one registry remembers it. */
export interface LeftRow {
  readonly id: string;
  readonly lastDirtyTimestamp: number;
  readonly ageMs: number;
}

/** One application as one registry knows it. */
export interface AppDetail {
  readonly listed: readonly ListedRow[];
  /** Recent cancels. */
  readonly left: readonly LeftRow[];
}
