import type { FailureKind } from './failure.js';
import type { BudgetRules } from './retry-budget.js';

/** Failure after which a try may be repeated: broken connection, time limit, or this status. */
export type RetryReason = 'broken' | 'timeout' | number;

/** Rules for trying a call again on the next instance. */
export interface RetryPolicy {
  /** Number of tries, the first included; Infinity tries each instance once. */
  readonly attempts: number;
  /** Failures that are retried, beside those where nothing was sent. */
  readonly retryOn: readonly RetryReason[];
  /** True to retry calls that are not idempotent too. Spring: retry-on-all-operations */
  readonly everyMethod: boolean;
  /**
   * Time limit of one try; 0 or Infinity for none. If undefined, {@link defaultTryLimit} applies
   * while the time would be better spent on another instance.
   */
  readonly perTryTimeoutMs: number | undefined;
  /** Pause before instances are tried a second time, doubled each round. */
  readonly backOffMs: number;
  /** Limit for retries after something may have been sent; the others cost the service nothing. */
  readonly budget: BudgetRules;
}

export const retryPolicy: RetryPolicy = {
  attempts: Infinity,
  retryOn: ['broken', 'timeout'],
  everyMethod: false,
  perTryTimeoutMs: undefined,
  backOffMs: 50,
  budget: { share: 0.2, perSecond: 10 },
};

/**
 * Limit of a try where the policy has none, for an instance that hangs: without it, each call sent
 * there would take all its time. A call that was given more than `forCallsUpToMs`, or no limit, is
 * expected to be slow and is not cut short.
 */
export const defaultTryLimit = { ms: 2_000, forCallsUpToMs: 10_000 } as const;

/**
 * Decision after a failed try.
 *
 * - `next`: nothing was sent, so any other instance may be tried;
 * - `next-on-budget`: a retry is allowed, but adds load to the service;
 * - `stop`: the request may have been carried out and must not be repeated;
 * - `callers-fault`: another instance would not help.
 */
export type Verdict = 'next' | 'next-on-budget' | 'stop' | 'callers-fault';

export function judgeFailure(
  kind: FailureKind,
  reason: RetryReason,
  idempotent: boolean,
  policy: RetryPolicy,
): Verdict {
  if (kind === 'nothing-sent') return 'next';
  if (kind === 'callers-fault') return 'callers-fault';
  return isRetryable(reason, idempotent, policy) ? 'next-on-budget' : 'stop';
}

/** True if a call that ended so, such as with this status, may be repeated on another instance. */
export function isRetryable(reason: RetryReason, idempotent: boolean, policy: RetryPolicy): boolean {
  return (idempotent || policy.everyMethod) && policy.retryOn.includes(reason);
}
