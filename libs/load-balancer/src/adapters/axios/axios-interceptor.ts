import axios, { type AxiosAdapter, type AxiosInstance, type InternalAxiosRequestConfig } from 'axios';
import type { LoadBalancer } from '../../load-balancer.js';
import { balancedAdapter, type BalancedAdapterParts } from './balanced-adapter.js';

/**
 * Makes an existing axios call services by name, through an interceptor.
 *
 * @returns removes the interceptor
 */
export function balanceAxios(
  instance: AxiosInstance,
  balancer: LoadBalancer,
  parts: BalancedAdapterParts = {},
): () => void {
  // One balanced adapter per adapter in a config; nearly always there is only one.
  const balancedBy = new Map<InternalAxiosRequestConfig['adapter'], AxiosAdapter>();
  const balance = (config: InternalAxiosRequestConfig): InternalAxiosRequestConfig => {
    let adapter = balancedBy.get(config.adapter);
    if (!adapter) {
      const wire = parts.wire ?? axios.getAdapter(config.adapter);
      balancedBy.set(config.adapter, (adapter = balancedAdapter(balancer, { ...parts, wire })));
    }
    config.adapter = adapter;
    return config;
  };
  // axios chains promises unless every interceptor is synchronous.
  const id = instance.interceptors.request.use(balance, null, { synchronous: true });
  return () => instance.interceptors.request.eject(id);
}
