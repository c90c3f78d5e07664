export {
  LoadBalancedHttpModule,
  type LoadBalancedHttpModuleAsyncOptions,
  type LoadBalancedHttpModuleOptions,
  type LoadBalancedHttpOptionsFactory,
} from './load-balanced-http.module.js';
export {
  LoadBalancerModule,
  type LoadBalancerModuleAsyncOptions,
  type LoadBalancerModuleOptions,
  type LoadBalancerOptionsFactory,
} from './load-balancer.module.js';
export {
  PublishedCallsModule,
  type PublishedCallsModuleAsyncOptions,
  type PublishedCallsModuleOptions,
} from './published-calls.module.js';
export type {
  ServiceClientAsyncOptions,
  ServiceClientOptions,
  ServiceClientOptionsFactory,
} from './service-client.module.js';
export { serviceClientToken } from './service-client-token.js';
export { InjectServiceClient, LoadBalanced } from './tokens.js';
