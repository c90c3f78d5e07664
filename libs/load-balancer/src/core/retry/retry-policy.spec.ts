import type { FailureKind } from './failure.js';
import { isRetryable, judgeFailure, retryPolicy, type RetryReason, type Verdict } from './retry-policy.js';

describe('the retry policy', () => {
  const eager = { ...retryPolicy, everyMethod: true, retryOn: ['timeout', 503] as const };

  it.each<[FailureKind, RetryReason, boolean, Verdict]>([
    ['nothing-sent', 'broken', true, 'next'],
    ['nothing-sent', 'broken', false, 'next'],
    ['maybe-sent', 'broken', true, 'next-on-budget'],
    ['maybe-sent', 'timeout', true, 'next-on-budget'],
    ['maybe-sent', 'broken', false, 'stop'],
    ['callers-fault', 'broken', true, 'callers-fault'],
  ])('after %s (%s), idempotent %s: %s', (failure, reason, idempotent, verdict) => {
    expect(judgeFailure(failure, reason, idempotent, retryPolicy)).toBe(verdict);
  });

  it('can include every method and exclude reasons', () => {
    expect(judgeFailure('maybe-sent', 'timeout', false, eager)).toBe('next-on-budget');
    expect(judgeFailure('maybe-sent', 'broken', false, eager)).toBe('stop');
    expect(judgeFailure('maybe-sent', 'broken', true, eager)).toBe('stop');
  });

  it('treats a response as a failure only if its status is listed', () => {
    expect(isRetryable(503, true, retryPolicy)).toBe(false);
    expect(isRetryable(503, false, eager)).toBe(true);
    expect(isRetryable(503, false, { ...eager, everyMethod: false })).toBe(false);
    expect(isRetryable(500, true, eager)).toBe(false);
  });
});
