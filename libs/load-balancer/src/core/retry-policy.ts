import type { Failure } from './failure.js';
import type { BudgetRules } from './retry-budget.js';

/** What else but "nothing was sent" is worth another try: the connection broke, a try took too long, or an answer of this status. */
export type RetryReason = 'broken' | 'timeout' | number;

/** When a call is made again, to the next instance. */
export interface RetryPolicy {
  /** Tries of one call, the first included; as many as there are instances unless told otherwise. */
  readonly attempts: number;
  readonly retryOn: readonly RetryReason[];
  /** Also calls that are not idempotent. Spring: retry-on-all-operations */
  readonly everyMethod: boolean;
  /** How long one try may take. */
  readonly perTryTimeoutMs: number;
  /** With more attempts than instances, the pause before those are asked again, doubled each round. */
  readonly backOffMs: number;
  /** For tries after something may have arrived; the others cost nobody anything. */
  readonly budget: BudgetRules;
}

export const retryPolicy: RetryPolicy = {
  attempts: Infinity,
  retryOn: ['broken', 'timeout'],
  everyMethod: false,
  perTryTimeoutMs: Infinity,
  backOffMs: 50,
  budget: { share: 0.2, perSecond: 10 },
};

/**
 * What to do after a failed try.
 *
 * - `next`: nothing was sent, so anybody else may be asked;
 * - `next-on-budget`: asking again is right, but loads the service;
 * - `stop`: it may have been carried out, and only the caller can tell what to do;
 * - `not-the-connection`: another instance would not help.
 */
export type Verdict = 'next' | 'next-on-budget' | 'stop' | 'not-the-connection';

export function judgeFailure(
  failure: Failure,
  reason: RetryReason,
  idempotent: boolean,
  { retryOn, everyMethod }: RetryPolicy,
): Verdict {
  if (failure === 'nothing-sent') return 'next';
  if (failure === 'not-the-connection') return 'not-the-connection';
  return (idempotent || everyMethod) && retryOn.includes(reason) ? 'next-on-budget' : 'stop';
}

/** Whether an answer is to be asked for again elsewhere. */
export const isWorthRetrying = (
  status: number,
  idempotent: boolean,
  { retryOn, everyMethod }: RetryPolicy,
): boolean => (idempotent || everyMethod) && retryOn.includes(status);
