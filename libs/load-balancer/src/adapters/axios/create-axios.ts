import axios, { type AxiosInstance, type CreateAxiosDefaults } from 'axios';
import { LoadBalancer } from '../../load-balancer.js';
import type { LoadBalancerParts } from '../../options/load-balancer-parts.js';
import { LoadBalancerOptions } from '../../options/load-balancer.options.js';
import { adaptersByWire, replaceAdapter } from './axios-interceptor.js';
import { balancedAdapter } from './balanced-adapter.js';
import { keepAliveAgents, type TlsOptions } from './keep-alive-agents.js';
import { unbalancedAdapter } from './unbalanced-adapter.js';

export interface BalancedAxios {
  readonly axios: AxiosInstance;
  readonly balancer: LoadBalancer;
  /**
   * Creates another axios over the same balancer and connections. Interceptors and defaults of one
   * have no effect on another, whenever they are set. An `adapter` sends to the instances.
   */
  create(config?: CreateAxiosDefaults): AxiosInstance;
  /** Closes the idle connections. */
  close(): void;
}

export interface BalancedAxiosParts extends Omit<LoadBalancerParts, 'ejectionMs'> {
  readonly tls?: TlsOptions;
}

/** Creates an axios that calls services: `axios.get('http://CLOUD-PAYMENT-SERVICE/payment/get/31')`. */
export function createBalancedAxios(
  { tls, ...parts }: BalancedAxiosParts,
  options = new LoadBalancerOptions(),
): BalancedAxios {
  const { enabled, ejectionMs, connectTimeoutMs, timeoutMs } = options;
  const balancer = new LoadBalancer({ ...parts, ejectionMs });
  const { httpAgent, httpsAgent, httpsAgentFor, destroy } = keepAliveAgents(connectTimeoutMs, tls);
  const adapterFor = adaptersByWire((wire) =>
    enabled ? balancedAdapter(balancer, { wire, httpsAgentFor }) : unbalancedAdapter(wire),
  );
  const adapter = adapterFor(axios.getAdapter('http'));
  // Instances are in the own network; a proxy from the environment is for outside of it.
  const defaults = { adapter, httpAgent, httpsAgent, timeout: timeoutMs, proxy: false } as const;
  const create = (config: CreateAxiosDefaults = {}) => {
    const instance = axios.create({ ...defaults, ...config });
    // An adapter that is given, here or for one call, sends to the instances.
    replaceAdapter(instance, (own) => adapterFor(axios.getAdapter(own.adapter, own)));
    return instance;
  };
  return { axios: create(), balancer, create, close: destroy };
}
