export { balanceAxios } from './adapters/axios/axios-interceptor.js';
export { balancedAdapter, type BalancedAdapterParts } from './adapters/axios/balanced-adapter.js';
export { balancedAxios, type BalancedAxios, type BalancedAxiosParts } from './adapters/axios/create-axios.js';
export type { Call, CallOptions, Picked, Try } from './call/call.js';
export {
  channels,
  type ChangeMessage,
  type NoInstanceMessage,
  type TryMessage,
} from './observability/channels.js';
export { consecutive, type Breaker } from './core/breaker.js';
export { ejectionRules, type EjectionRules, type Outcome } from './core/ejection.js';
export {
  AllInstancesFailedError,
  AnswerBrokenOffError,
  BadAnswerError,
  BadServiceUrlError,
  ConnectTimeoutError,
  InstanceClosingError,
  MaybeSentError,
  NoInstanceError,
  reasonOf,
  SourceUnavailableError,
  TryTimeoutError,
  UnknownHostError,
  type FailedTry,
} from './core/errors.js';
export { classify, isIdempotent, type Failure } from './core/failure.js';
export {
  byHint,
  each,
  inZone,
  orAll,
  withMetadata,
  withStatus,
  withVersion,
  type Filter,
} from './core/filters.js';
export {
  candidateOf,
  fixedList,
  type Candidate,
  type InstanceSource,
  type LeftOut,
} from './core/instance-source.js';
export { leastResponseTime, powerOfTwo } from './core/strategies/least-loaded.js';
export type { BudgetRules } from './core/retry-budget.js';
export { retryPolicy, type RetryPolicy, type RetryReason } from './core/retry-policy.js';
export { joinUrl } from './core/service-url.js';
export { sticky } from './core/strategies/sticky.js';
export {
  anywhere,
  random,
  roundRobin,
  type About,
  type LoadView,
  type Strategy,
} from './core/strategies/strategy.js';
export type { SuccessRules } from './core/strategies/success-rates.js';
export { weighted, weightInMetadata } from './core/strategies/weighted.js';
export { zoneFirst, type ZoneFirst } from './core/strategies/zone-first.js';
export { LoadBalancer, type LoadBalancerParts } from './load-balancer.js';
export { LoadBalancerOptions } from './options/load-balancer.options.js';
export { typed, type TypedClient } from './openapi/typed-client.js';
export type { BalancerLogger } from './observability/observer.js';
export { ServiceClient, type ServiceCallOptions } from './client/service-client.js';
export type { HostName, ServiceSettings } from './options/service-settings.js';
