export type { Call, CallOptions, Reservation, Try } from './call/call.js';
export {
  AllInstancesFailedError,
  BadServiceUrlError,
  BadStatusError,
  ConnectFailedError,
  ConnectTimeoutError,
  failureReason,
  MaybeSentError,
  NoInstanceError,
  SettingsConflictError,
  SourceUnavailableError,
  TruncatedResponseError,
  TryTimeoutError,
  UnaskedUpgradeError,
  UnknownHostError,
  type FailedTry,
} from './core/errors.js';
export {
  byHint,
  filterOrAll,
  filterWhere,
  inZone,
  withMetadata,
  withStatus,
  withVersion,
  type Filter,
} from './core/filters.js';
export {
  candidateFromUrl,
  fixedList,
  type Candidate,
  type FilteredOut,
  type InstanceSource,
} from './core/instance-source.js';
export { consecutive, type Breaker } from './core/pool/breaker.js';
export { ejectionRules, type EjectionRules } from './core/pool/ejection.js';
export type { Outcome } from './core/pool/pool-member.js';
export type { PickOptions } from './core/pool/service-pool.js';
export type { SuccessRules } from './core/pool/success-rates.js';
export { classifyFailure, isIdempotent, type FailureKind } from './core/retry/failure.js';
export type { BudgetRules } from './core/retry/retry-budget.js';
export { retryPolicy, type RetryPolicy, type RetryReason } from './core/retry/retry-policy.js';
export { joinUrl } from './core/service-url.js';
export { leastResponseTime, powerOfTwo } from './core/strategies/least-loaded.js';
export { sticky } from './core/strategies/sticky.js';
export {
  randomChoice,
  randomStart,
  roundRobin,
  type LoadView,
  type PickContext,
  type Strategy,
} from './core/strategies/strategy.js';
export { weighted, weightInMetadata } from './core/strategies/weighted.js';
export { zoneFirst, type ZoneFirst } from './core/strategies/zone-first.js';
export { LoadBalancer } from './load-balancer.js';
export {
  channels,
  type EjectionMessage,
  type NoInstanceMessage,
  type TryMessage,
} from './observability/channels.js';
export { LoadBalancerOptions } from './options/load-balancer.options.js';
export type {
  BalancerLogger,
  HostName,
  LoadBalancerParts,
  ServiceSettings,
} from './options/load-balancer-parts.js';
