export * from './load-balanced-http.module.js';
export * from './load-balancer.module.js';
export { InjectServiceClient, LoadBalanced, serviceClientToken } from './tokens.js';
