import type { Candidate } from '../instance-source.js';
import type { Breaker } from './breaker.js';
import type { Load } from './load.js';

/** One incarnation of an instance in a pool, with its record. */
export interface PoolMember {
  candidate: Candidate;
  readonly load: Load;
  readonly breaker: Breaker;
  /**
   * Time of the next probe of an ejected member, undefined for all others. A member whose probe is
   * due stays ejected until a call succeeds.
   */
  ejectedUntil?: number;
  /** Cause of the current or last ejection. */
  ejectedFor?: EjectionCause;
  /** True if the last failure was a time limit that ran out. */
  hasHung?: boolean;
  /** Time at which a slow start began, undefined outside of one. */
  slowSince?: number;
  /** Sum of the shares of the calls picked for it during a slow start; at 1 it gets the next. */
  admission?: number;
  /** True while the one call that probes an ejected member is in flight. */
  isProbing: boolean;
  /** True once the instance has left the list; calls in flight may still end. */
  isDelisted?: boolean;
}

/** `failures`: its breaker tripped; `rate`: it fails more often than the others. */
export type EjectionCause = 'failures' | 'rate';

/** Outcome of one try: response, 5xx response, no response; a cancelled try proves nothing. */
export type Outcome = 'good' | 'bad' | 'failed' | 'cancelled';
