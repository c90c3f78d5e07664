import axios, { type AxiosAdapter } from 'axios';
import { ConnectTimeoutError, UnknownHostError } from '../../core/errors.js';
import { joinUrl, parseServiceUrl, unbalancedUrl } from '../../core/service-url.js';

/** A plain adapter, except that its error for an unknown host explains that balancing is off. */
export function unbalancedAdapter(wire: AxiosAdapter = axios.getAdapter('http')): AxiosAdapter {
  return async (config) => {
    const target = parseServiceUrl(joinUrl(config.baseURL, config.url));
    try {
      return await wire({ ...config, baseURL: undefined, url: unbalancedUrl(target) });
    } catch (error) {
      throw isUnknownHost(error) ? new UnknownHostError(target.host, { cause: error }) : error;
    }
  };
}

function isUnknownHost(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return true;
  return cause instanceof ConnectTimeoutError && !cause.resolved;
}
