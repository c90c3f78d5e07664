import axios, {
  AxiosError,
  type AxiosAdapter,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import type https from 'node:https';
import type { CallOptions } from '../../call/call.js';
import { isAddress, joinUrl, parseServiceUrl, textOf } from '../../core/service-url.js';
import type { LoadBalancer } from '../../load-balancer.js';
import { AxiosCall, type AxiosCalls } from './axios-call.js';

declare module 'axios' {
  interface AxiosRequestConfig {
    /** How this call is balanced, where it goes to a service. */
    balance?: CallOptions;
  }
}

export interface BalancedAdapterParts {
  /** Makes the calls; axios's own for Node unless told otherwise. */
  readonly wire?: AxiosAdapter;
  /** For services whose certificates carry another name than their address. */
  readonly httpsAgentFor?: (tlsName: string) => https.Agent;
}

/**
 * An axios adapter that takes the host of a URL for the name of a service.
 *
 * An adapter and not an interceptor: interceptors see the call once, with the name in it, however many instances are tried.
 */
export function balancedAdapter(balancer: LoadBalancer, parts: BalancedAdapterParts = {}): AxiosAdapter {
  const { wire = axios.getAdapter('http'), httpsAgentFor } = parts;
  const calls: AxiosCalls = { balancer, wire, httpsAgentFor };
  return (config) => {
    try {
      const target = parseServiceUrl(joinUrl(config.baseURL, config.url));
      if (isAddress(target)) return wire({ ...config, baseURL: undefined, url: textOf(target) });
      return answerOf(new AxiosCall(calls, target, config));
    } catch (error) {
      return Promise.reject(error as Error);
    }
  };
}

function answerOf(call: AxiosCall): Promise<AxiosResponse> {
  return call.run().then(
    (response) => {
      call.restore();
      response.config = call.config;
      return settle(response);
    },
    (error) => {
      call.restore();
      throw error;
    },
  );
}

/** As axios does it (core/settle.js), which keeps it to itself. */
function settle(response: AxiosResponse): AxiosResponse {
  const { status, config, request } = response;
  if (!config.validateStatus || config.validateStatus(status)) return response;
  const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;
  throw new AxiosError(
    `Request failed with status code ${status}`,
    code,
    config as InternalAxiosRequestConfig,
    request,
    response,
  );
}
