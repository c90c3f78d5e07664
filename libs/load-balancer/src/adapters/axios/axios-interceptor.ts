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
  // One balanced adapter per wire. axios copies a list of adapters into each config, so the key is
  // the function that the list leads to; one that a caller makes anew goes with its call.
  const balancedBy = new WeakMap<AxiosAdapter, AxiosAdapter>();
  const balance = (config: InternalAxiosRequestConfig): InternalAxiosRequestConfig => {
    const wire = parts.wire ?? axios.getAdapter(config.adapter, config);
    let adapter = balancedBy.get(wire);
    if (!adapter) {
      adapter = balancedAdapter(balancer, { ...parts, wire });
      // The config of a failed call, sent once more, has this adapter already.
      balancedBy.set(wire, adapter).set(adapter, adapter);
    }
    config.adapter = adapter;
    return config;
  };
  // axios chains promises unless every interceptor is synchronous.
  const id = instance.interceptors.request.use(balance, null, { synchronous: true });
  return () => instance.interceptors.request.eject(id);
}
