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
export type {
  ServiceClientAsyncOptions,
  ServiceClientOptions,
  ServiceClientOptionsFactory,
} from './service-client.module.js';
export { InjectServiceClient, LoadBalanced, serviceClientToken } from './tokens.js';
