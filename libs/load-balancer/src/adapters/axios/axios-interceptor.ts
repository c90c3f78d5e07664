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
  const adapterFor = adaptersByWire((wire) => balancedAdapter(balancer, { ...parts, wire }));
  return replaceAdapter(instance, (config) =>
    adapterFor(parts.wire ?? axios.getAdapter(config.adapter, config)),
  );
}

/** Decides about the adapter of each call, after all other interceptors. */
export function replaceAdapter(
  instance: AxiosInstance,
  adapterFor: (config: InternalAxiosRequestConfig) => AxiosAdapter,
): () => void {
  const replace = (config: InternalAxiosRequestConfig): InternalAxiosRequestConfig => {
    config.adapter = adapterFor(config);
    return config;
  };
  // axios chains promises unless every interceptor is synchronous.
  const id = instance.interceptors.request.use(replace, null, { synchronous: true });
  return () => instance.interceptors.request.eject(id);
}

/**
 * One adapter per wire. axios copies a list of adapters into each config, so the key is the
 * function that the list leads to; one that a caller makes anew goes with its call.
 */
export function adaptersByWire(
  make: (wire: AxiosAdapter) => AxiosAdapter,
): (wire: AxiosAdapter) => AxiosAdapter {
  const known = new WeakMap<AxiosAdapter, AxiosAdapter>();
  return (wire) => {
    let adapter = known.get(wire);
    if (!adapter) {
      adapter = make(wire);
      // The config of a failed call, sent once more, has this adapter already.
      known.set(wire, adapter).set(adapter, adapter);
    }
    return adapter;
  };
}
