import axios, {
  AxiosError,
  type AxiosAdapter,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import type https from 'node:https';
import type { Call, CallOptions, Try } from '../call.js';
import { AnswerBrokenOffError, InstanceClosingError } from '../core/errors.js';
import { isIdempotent } from '../core/failure.js';
import { at, isAddress, joinUrl, parseServiceUrl, type ServiceUrl, textOf } from '../core/service-url.js';
import { hostNames } from '../http/host-names.js';
import { wireSpan } from '../http/http-span.js';
import type { LoadBalancer } from '../load-balancer.js';

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
  return async (config) => {
    const target = parseServiceUrl(joinUrl(config.baseURL, config.url));
    if (isAddress(target)) return wire({ ...config, baseURL: undefined, url: textOf(target) });
    const { url, baseURL, timeout, maxRedirects, validateStatus, httpsAgent } = config;
    let response: AxiosResponse;
    try {
      response = await balancer.run(target.host, callOf(config), (candidate, about) => {
        const { host, tlsName } = hostNames(balancer.settingsOf(target.host), target.host, candidate);
        if (host !== undefined) config.headers.set('Host', host);
        if (tlsName !== undefined && httpsAgentFor) config.httpsAgent = httpsAgentFor(tlsName);
        return oneCall(wire, about, target, address(config, target, about));
      });
    } finally {
      // What the caller said, for interceptors and for whoever reads it of an answer or an error.
      Object.assign(config, { url, baseURL, timeout, maxRedirects, validateStatus, httpsAgent });
    }
    response.config = config;
    return settle(response);
  };
}

// Written out: an object of many spreads costs more than the choice of an instance.
function callOf({ balance, method, timeout, signal, data }: InternalAxiosRequestConfig): Call<AxiosResponse> {
  return {
    key: balance?.key,
    hint: balance?.hint,
    retry: balance?.retry,
    idempotent: isIdempotent(method),
    timeoutMs: timeout || undefined,
    signal: signal instanceof AbortSignal ? signal : undefined,
    mostTries: isSpentByReading(data) ? 1 : undefined,
    statusOf,
    discard,
  };
}

const statusOf = ({ status }: AxiosResponse): number => status;
const discard = ({ data }: AxiosResponse<unknown>): void =>
  (data as { destroy?: () => void } | null | undefined)?.destroy?.();

/** Addresses a call to one instance. In its own config: a copy for each try would cost more than all else here. */
function address(
  config: InternalAxiosRequestConfig,
  target: ServiceUrl,
  { candidate, limitMs }: Try,
): InternalAxiosRequestConfig {
  config.baseURL = undefined;
  config.url = at(target, candidate);
  config.timeout = limitMs === Infinity ? 0 : Math.ceil(limitMs);
  // A redirect would be a second call, to an address that nobody chose.
  config.maxRedirects = 0;
  // Any status is an answer here: whether the caller likes it is no matter of the connection.
  config.validateStatus = anyStatus;
  return config;
}

const anyStatus = (): boolean => true;

/** One call on the wire. */
async function oneCall(
  wire: AxiosAdapter,
  { candidate, number }: Try,
  target: ServiceUrl,
  config: InternalAxiosRequestConfig,
): Promise<AxiosResponse> {
  const method = (config.method ?? 'GET').toUpperCase();
  const about = { service: target.host, candidate, method, url: config.url ?? '', number };
  const span = wireSpan(about, (name, value) => void config.headers.set(name, value));
  let response: AxiosResponse;
  try {
    response = await span.within(() => wire(config)).catch(refine);
  } catch (error) {
    span.failed(error);
    throw error;
  }
  span.answered(response.status);
  if (isIdempotent(method) && isClosing(response)) throw new InstanceClosingError();
  return response;
}

/** For axios an answer cut short is a bad response like any 5xx, for a caller it is a broken connection. */
function refine(error: unknown): never {
  const { code, response } = error as Partial<AxiosError>;
  if (code === AxiosError.ERR_BAD_RESPONSE && response) throw new AnswerBrokenOffError({ cause: error });
  throw error;
}

/** What fastify says on connections that are still open while it closes; a 503 of the service itself keeps the connection. */
const isClosing = ({ status, headers }: AxiosResponse): boolean =>
  status === 503 && headers['connection'] === 'close';

/** A stream is gone after the first try, whether it arrived or not. */
const isSpentByReading = (body: unknown): boolean =>
  typeof (body as { pipe?: unknown } | null | undefined)?.pipe === 'function';

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
