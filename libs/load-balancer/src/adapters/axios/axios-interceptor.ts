import axios, {
  type AxiosAdapter,
  type AxiosInstance,
  type AxiosRequestConfig,
  type InternalAxiosRequestConfig,
} from 'axios';
import type { LoadBalancer } from '../../load-balancer.js';
import { balancedAdapter, type BalancedAdapterParts } from './balanced-adapter.js';

/**
 * Makes an axios that is already there call services by name, by an interceptor.
 *
 * @returns takes the interceptor out again
 */
export function balanceAxios(
  instance: AxiosInstance,
  balancer: LoadBalancer,
  parts: BalancedAdapterParts = {},
): () => void {
  // One for each adapter that calls come with: nearly always there is one.
  const made = new Map<AxiosRequestConfig['adapter'], AxiosAdapter>();
  const adapterFor = (given: AxiosRequestConfig['adapter']): AxiosAdapter => {
    const wire = parts.wire ?? axios.getAdapter(given);
    return balancedAdapter(balancer, { ...parts, wire });
  };
  const balance = (config: InternalAxiosRequestConfig): InternalAxiosRequestConfig => {
    let adapter = made.get(config.adapter);
    if (!adapter) made.set(config.adapter, (adapter = adapterFor(config.adapter)));
    config.adapter = adapter;
    return config;
  };
  // Where every interceptor is synchronous, axios makes no chain of promises of them.
  const id = instance.interceptors.request.use(balance, null, { synchronous: true });
  return () => instance.interceptors.request.eject(id);
}
