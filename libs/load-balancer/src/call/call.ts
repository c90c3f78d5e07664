import type { Candidate } from '../core/instance-source.js';
import type { RetryPolicy } from '../core/retry-policy.js';

/** What may be said about one call, beside where it goes. */
export interface CallOptions {
  /** Calls with the same key go to the same instance, with the strategy `sticky`. */
  readonly key?: string;
  /** What filters may ask for, such as the version of a canary. */
  readonly hint?: string;
  /** Another policy than the service's, in part. */
  readonly retry?: Partial<RetryPolicy>;
}

/** What is needed of an AbortSignal. */
export interface Cancellation {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface Call<R = unknown> extends CallOptions {
  /** Whether the call may be made again after it may have arrived. */
  readonly idempotent: boolean;
  /** How long it may take, with all its tries. */
  readonly timeoutMs?: number;
  /** How many instances to try; as the policy says unless told otherwise. */
  readonly mostTries?: number;
  /** Whether what is to be sent is gone, so that no further try can be made. */
  readonly isSpent?: () => boolean;
  /** Ends the call, whatever it is doing. */
  readonly signal?: Cancellation;
  /** The HTTP status of an answer, for policies that look at it. */
  readonly statusOf?: (result: R) => number | undefined;
  /** What an error of a try is to be taken for, where it does not say so itself. */
  readonly meaningOf?: (error: unknown) => unknown;
  /** Whether this answer, a 503, only says that the instance is stopping. */
  readonly isClosing?: (result: R) => boolean;
  /** Frees what belongs to an answer that nobody will read, since another instance is asked. */
  readonly discard?: (result: R) => void;
}

/** One try of a call, as whoever makes it needs to know it. */
export interface Try {
  readonly candidate: Candidate;
  /** From 0 on. */
  readonly number: number;
  /** How long it may take; Infinity where nobody set a limit. */
  readonly limitMs: number;
  /** Whether an answer of this status ends the call; otherwise it may yet be made elsewhere. */
  accepts(status: number): boolean;
}

/** An instance that was picked for work of any kind. */
export interface Picked {
  readonly candidate: Candidate;
  /** To be called once when the work is over: with the error if it failed. Without it the instance seems busy for ever. */
  done(error?: unknown): void;
}
