import { type AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import type { IncomingMessage } from 'node:http';
import { isTimeout } from '../../core/retry/failure.js';

/**
 * The response whose body axios could not read: broken off, garbage under its `Content-Encoding`,
 * or longer than `maxContentLength`. Its `data` is undefined. Undefined if no response has begun.
 */
export function unreadResponse(
  error: unknown,
  config: InternalAxiosRequestConfig,
): AxiosResponse | undefined {
  const { response, request } = (error ?? {}) as AxiosError;
  if (isTimeout(error)) return undefined;
  if (response) return response;
  const { res } = (request ?? {}) as { res?: IncomingMessage };
  if (res?.statusCode === undefined) return undefined;
  const { statusCode: status, statusMessage: statusText = '' } = res;
  const headers = new AxiosHeaders(res.headers as Record<string, string>);
  return { status, statusText, headers, config, request: request as unknown, data: undefined };
}
