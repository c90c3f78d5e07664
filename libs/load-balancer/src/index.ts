export { balancedAdapter } from './axios/balanced-adapter.js';
export { balancedAxios, type BalancedAxios } from './axios/balanced-axios.js';
export {
  AllInstancesFailedError,
  AnswerBrokenOffError,
  BadServiceUrlError,
  ConnectTimeoutError,
  InstanceClosingError,
  MaybeSentError,
  NoInstanceError,
  reasonOf,
  UnknownHostError,
  type FailedTry,
} from './core/errors.js';
export { classify, isIdempotent, type Failure } from './core/failure.js';
export { fixedList, type Candidate, type InstanceSource } from './core/instance-source.js';
export { joinUrl } from './core/service-url.js';
export { random, roundRobin, type Strategy } from './core/strategy.js';
export { LoadBalancer, type Call, type LoadBalancerParts } from './load-balancer.js';
export { LoadBalancerOptions } from './load-balancer.options.js';
