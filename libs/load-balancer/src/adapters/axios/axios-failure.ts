import { AxiosError, type InternalAxiosRequestConfig } from 'axios';
import { CallError, standInFor } from '../../core/call-error.js';
import { BadServiceUrlError, MaybeSentError, UnknownHostError } from '../../core/errors.js';

/**
 * An error of the balancer as axios's interceptors expect it: an AxiosError with the config of the
 * call, and still an instance of its own class. Other errors are returned as they are.
 */
export function axiosFailure(error: unknown, config: InternalAxiosRequestConfig): unknown {
  if (!(error instanceof CallError) || error instanceof AxiosError) return error;
  const { request } = (error.cause ?? {}) as Partial<AxiosError>;
  const failedConfig = isFinal(error) ? withoutRetries(config) : config;
  return standInFor(error, new AxiosError(error.message, undefined, failedConfig, request));
}

/** True if the call must not be sent again, or cannot succeed however often it is. */
const isFinal = (error: CallError): boolean =>
  error instanceof MaybeSentError || error instanceof BadServiceUrlError || error instanceof UnknownHostError;

/**
 * A copy of the config that axios-retry does not send again. Its own rule would: it takes every
 * error with a code and without a response for one where nothing was sent.
 */
function withoutRetries(config: InternalAxiosRequestConfig): InternalAxiosRequestConfig {
  const { 'axios-retry': given } = config as { 'axios-retry'?: object };
  return Object.assign({ ...config }, { 'axios-retry': { ...given, retries: 0 } });
}
