import axios, { type AxiosAdapter } from 'axios';
import { ConnectTimeoutError, UnknownHostError } from '../../core/errors.js';
import { parseServiceUrl, unbalancedUrl } from '../../core/service-url.js';
import { axiosFailure } from './axios-failure.js';
import { sendTo, urlOf } from './axios-url.js';

/** A plain adapter, except that its error for an unknown host explains that balancing is off. */
export function unbalancedAdapter(wire: AxiosAdapter = axios.getAdapter('http')): AxiosAdapter {
  return async (config) => {
    const url = unbalanced(urlOf(config));
    try {
      return await sendTo(wire, config, url);
    } catch (error) {
      if (!isUnknownHost(error)) throw error;
      throw axiosFailure(new UnknownHostError(parseServiceUrl(url).host, { cause: error }), config);
    }
  };
}

/** axios judges a URL that cannot be parsed; it may be of another kind, such as `data:`. */
function unbalanced(url: string): string {
  try {
    return unbalancedUrl(parseServiceUrl(url));
  } catch {
    return url;
  }
}

function isUnknownHost(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return true;
  return cause instanceof ConnectTimeoutError && !cause.resolved;
}
