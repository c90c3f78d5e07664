export { LoadBalancerHealth, type LoadBalancerHealthOptions } from './load-balancer-health.js';
