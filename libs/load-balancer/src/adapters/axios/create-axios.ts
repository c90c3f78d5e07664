import axios, { type AxiosInstance } from 'axios';
import type https from 'node:https';
import { LoadBalancer, type LoadBalancerParts } from '../../load-balancer.js';
import { LoadBalancerOptions } from '../../options/load-balancer.options.js';
import { balancedAdapter } from './balanced-adapter.js';
import { keepAliveAgents } from './keep-alive-agents.js';
import { unbalancedAdapter } from './unbalanced-adapter.js';

export interface BalancedAxios {
  readonly axios: AxiosInstance;
  readonly balancer: LoadBalancer;
  /** Closes the connections that are kept. */
  close(): void;
}

export interface BalancedAxiosParts extends Omit<LoadBalancerParts, 'ejectionMs'> {
  /** For services that are called by https: an own CA, a certificate to show. */
  readonly tls?: Pick<https.AgentOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'>;
}

/** An axios whose calls go to services by name: `axios.get('http://CLOUD-PAYMENT-SERVICE/payment/get/31')`. */
export function balancedAxios(
  { tls, ...parts }: BalancedAxiosParts,
  options = new LoadBalancerOptions(),
): BalancedAxios {
  const { enabled, ejectionMs, connectTimeoutMs, timeoutMs } = options;
  const balancer = new LoadBalancer({ ...parts, ejectionMs });
  const { httpAgent, httpsAgent, httpsAgentFor, destroy } = keepAliveAgents(connectTimeoutMs, tls);
  const instance = axios.create({
    adapter: enabled ? balancedAdapter(balancer, { httpsAgentFor }) : unbalancedAdapter(),
    httpAgent,
    httpsAgent,
    timeout: timeoutMs,
    // The instances are neighbours: a proxy of the environment is for the world outside.
    proxy: false,
  });
  return { axios: instance, balancer, close: destroy };
}
