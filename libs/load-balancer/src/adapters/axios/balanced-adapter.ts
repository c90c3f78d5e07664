import axios, {
  type AxiosAdapter,
  AxiosError,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import type https from 'node:https';
import type { CallOptions } from '../../call/call.js';
import { parseServiceUrl, unbalancedUrl } from '../../core/service-url.js';
import type { LoadBalancer } from '../../load-balancer.js';
import { noteConnectErrors } from '../http/connect-failure.js';
import { sendTo, urlOf } from './axios-url.js';
import { AxiosCall, type AxiosCallContext } from './axios-call.js';
import { axiosFailure } from './axios-failure.js';

declare module 'axios' {
  interface AxiosRequestConfig {
    /** Options for balancing this call, if it goes to a service. */
    balance?: CallOptions;
  }
}

export interface BalancedAdapterParts {
  /** Sends the requests; the default is axios's adapter for Node. */
  readonly wire?: AxiosAdapter;
  /** Returns the agent for a service whose certificates carry another name than its address. */
  readonly httpsAgentFor?: (tlsName: string) => https.Agent;
}

/**
 * An axios adapter that takes the host of a URL for a service name.
 *
 * An adapter sees every try. An interceptor sees the call once, with the name in its URL, however
 * many instances are tried.
 */
export function balancedAdapter(balancer: LoadBalancer, parts: BalancedAdapterParts = {}): AxiosAdapter {
  const { wire = axios.getAdapter('http'), httpsAgentFor } = parts;
  noteConnectErrors(); // those of axios's own `fetch` adapter
  const context: AxiosCallContext = { balancer, wire, httpsAgentFor };
  return async (config) => {
    try {
      return settle(await send(context, config));
    } catch (error) {
      throw axiosFailure(error, config);
    }
  };
}

async function send(context: AxiosCallContext, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  const target = parseServiceUrl(urlOf(config));
  if (target.isAddress) return sendTo(context.wire, config, unbalancedUrl(target));
  const call = new AxiosCall(context, target, config);
  try {
    const response = await call.run();
    response.config = config;
    return response;
  } finally {
    call.restore();
  }
}

/** Throws if the caller does not accept the status, like axios's private core/settle.js. */
export function settle(response: AxiosResponse): AxiosResponse {
  const { status, config, request } = response;
  if (!config.validateStatus || config.validateStatus(status)) return response;
  const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;
  throw new AxiosError(`Request failed with status code ${status}`, code, config, request, response);
}
