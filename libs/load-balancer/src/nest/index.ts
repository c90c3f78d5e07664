export {
  LoadBalancedHttpModule,
  type LoadBalancedHttpModuleAsyncOptions,
  type LoadBalancedHttpModuleOptions,
} from './load-balanced-http.module.js';
export {
  LoadBalancerModule,
  type LoadBalancerModuleAsyncOptions,
  type LoadBalancerModuleOptions,
} from './load-balancer.module.js';
export { InjectServiceClient, LoadBalanced, serviceClientToken } from './tokens.js';
