import type { Candidate } from '../core/instance-source.js';
import type { PickOptions } from '../core/pool/service-pool.js';
import type { RetryPolicy } from '../core/retry/retry-policy.js';

/** Options of one call, independent of the library that makes it. */
export interface CallOptions extends PickOptions {
  /** Deviations from the service's retry policy. */
  readonly retry?: Partial<RetryPolicy>;
}

/** The part of an AbortSignal that the balancer uses. */
export interface Cancellation {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface Call<R = unknown> extends CallOptions {
  /** True if the call may be repeated after it may have arrived. */
  readonly idempotent: boolean;
  /** Time limit of the call with all its tries. */
  readonly timeoutMs?: number;
  /** Maximum number of tries, if lower than the policy's. */
  readonly maxTries?: number;
  /** Returns true once the body has been read, so that no further try is possible. */
  readonly isBodyConsumed?: () => boolean;
  /** True if the body is read while it is sent, so that the first try may be the only one. */
  readonly isBodyStreamed?: boolean;
  /** Ends the call at any time. */
  readonly signal?: Cancellation;
  /** Returns the HTTP status of a response, for policies that retry on a status. */
  readonly responseStatus?: (result: R) => number | undefined;
  /** Replaces an error that hides what happened to the connection. */
  readonly translateError?: (error: unknown) => unknown;
  /**
   * Returns true if a response with status 503 closes a connection that was to be kept: the
   * instance may be shutting down, so another one is tried. The response itself is kept.
   */
  readonly isClosing?: (result: R) => boolean;
  /** Frees the connection of a response that is kept, since another instance is tried now. */
  readonly keep?: (result: R) => void;
  /** Releases a response that is not read because another instance gave a better one. */
  readonly discard?: (result: R) => void;
}

/** One try of a call, as seen by the code that makes it. */
export interface Try {
  readonly candidate: Candidate;
  /** Number of the try within its call, from 0. */
  readonly number: number;
  /** True if no further try can follow, whatever comes of this one. */
  readonly isLast: boolean;
  /** Time limit of the try; Infinity if there is none. */
  readonly limitMs: number;
  /** Returns true if a response with this status ends the call; otherwise it may be retried. */
  accepts(status: number): boolean;
}

/** An instance that was picked for work of any kind, and counts as busy until `done`. */
export interface Reservation {
  readonly candidate: Candidate;
  /** Ends the reservation, with the error if the work failed. Repeated calls have no effect. */
  done(error?: unknown): void;
}
