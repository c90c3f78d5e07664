import { systemClock, type Clock } from '@eureka-nest/runtime';
import axios, {
  AxiosError,
  type AxiosAdapter,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import { AnswerBrokenOffError, InstanceClosingError } from '../core/errors.js';
import { isIdempotent } from '../core/failure.js';
import { at, isAddress, joinUrl, parseServiceUrl, textOf } from '../core/service-url.js';
import type { LoadBalancer } from '../load-balancer.js';

/** With less time than this left no further instance is tried; timers may also be a little early. */
const worthATryMs = 20;

/**
 * An axios adapter that takes the host of a URL for the name of a service.
 *
 * An adapter and not an interceptor: interceptors see the call once, with the name in it, however many instances are tried.
 */
export function balancedAdapter(
  balancer: LoadBalancer,
  wire: AxiosAdapter = axios.getAdapter('http'),
  clock: Clock = systemClock,
): AxiosAdapter {
  return async (config) => {
    const target = parseServiceUrl(joinUrl(config.baseURL, config.url));
    if (isAddress(target)) return wire({ ...config, baseURL: undefined, url: textOf(target) });
    const until = config.timeout ? clock() + config.timeout : Infinity;
    const call = {
      idempotent: isIdempotent(config.method),
      until: until - worthATryMs,
      ...(isSpentByReading(config.data) && { mostTries: 1 }),
    };
    const response = await balancer.run(target.host, call, (instance) =>
      oneCall(wire, {
        ...config,
        baseURL: undefined,
        url: at(target, instance),
        timeout: until === Infinity ? 0 : Math.max(1, until - clock()),
      }),
    );
    return settle({ ...response, config });
  };
}

/** One call on the wire. Any status is an answer here: whether the caller likes it is no matter of the connection. */
async function oneCall(wire: AxiosAdapter, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  // A redirect would be a second call, to an address that nobody chose.
  const response = await wire({ ...config, maxRedirects: 0, validateStatus: () => true }).catch(refine);
  if (isIdempotent(config.method) && isClosing(response)) throw new InstanceClosingError();
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
