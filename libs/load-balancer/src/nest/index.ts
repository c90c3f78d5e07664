export { LoadBalanced } from './load-balanced.js';
export {
  LoadBalancerModule,
  type LoadBalancerModuleAsyncOptions,
  type LoadBalancerModuleOptions,
} from './load-balancer.module.js';
