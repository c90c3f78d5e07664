import axios, { type AxiosInstance } from 'axios';
import { LoadBalancer, type LoadBalancerParts } from '../load-balancer.js';
import { LoadBalancerOptions } from '../load-balancer.options.js';
import { balancedAdapter } from './balanced-adapter.js';
import { keepAliveAgents } from './keep-alive-agents.js';
import { unbalancedAdapter } from './unbalanced-adapter.js';

export interface BalancedAxios {
  readonly axios: AxiosInstance;
  readonly balancer: LoadBalancer;
  /** Closes the connections that are kept. */
  close(): void;
}

/** An axios whose calls go to services by name: `axios.get('http://CLOUD-PAYMENT-SERVICE/payment/get/31')`. */
export function balancedAxios(
  parts: Omit<LoadBalancerParts, 'ejectionMs'>,
  { enabled, ejectionMs, connectTimeoutMs, timeoutMs } = new LoadBalancerOptions(),
): BalancedAxios {
  const balancer = new LoadBalancer({ ...parts, ejectionMs });
  const { httpAgent, httpsAgent, destroy } = keepAliveAgents(connectTimeoutMs);
  const instance = axios.create({
    adapter: enabled ? balancedAdapter(balancer, undefined, parts.clock) : unbalancedAdapter(),
    httpAgent,
    httpsAgent,
    timeout: timeoutMs,
    // The instances are neighbours: a proxy of the environment is for the world outside.
    proxy: false,
  });
  return { axios: instance, balancer, close: destroy };
}
