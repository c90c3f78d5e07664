// Entry for simulations, as in the playground; the published package does not have it.
export {
  AllInstancesFailedError,
  BadServiceUrlError,
  failureReason,
  type FailedTry,
  MaybeSentError,
  NoInstanceError,
  TryTimeoutError,
} from './errors.js';
export type { Candidate } from './instance-source.js';
export { ejectionRules } from './pool/ejection.js';
export type { Outcome, PoolMember } from './pool/pool-member.js';
export { ServicePool } from './pool/service-pool.js';
export { classifyFailure, isIdempotent, isTimeout } from './retry/failure.js';
export { RetryBudget } from './retry/retry-budget.js';
export { judgeFailure, retryPolicy, type RetryPolicy } from './retry/retry-policy.js';
export { parseServiceUrl, type ServiceUrl } from './service-url.js';
export { roundRobin } from './strategies/strategy.js';
