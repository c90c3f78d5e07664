import { InvalidOptionError } from '@eureka-nest/runtime/settings';
import type { CallOptions, Try } from '../call.js';
import { InstanceClosingError } from '../core/errors.js';
import { isIdempotent } from '../core/failure.js';
import { at, isAddress, parseServiceUrl, type ServiceUrl } from '../core/service-url.js';
import { wireSpan } from '../http/http-span.js';
import type { LoadBalancer } from '../load-balancer.js';
import { limitedSignal } from '../time-limit.js';

export interface BalancedFetchInit extends RequestInit {
  /** How this call is balanced, where it goes to a service. */
  balance?: CallOptions;
}

export interface BalancedFetchParts {
  /** Makes the calls: Node's own, or undici's with a dispatcher. */
  readonly fetch?: typeof fetch;
  /** How long an answer may take to begin, with all its tries; 0 for no limit. */
  readonly timeoutMs?: number;
}

export type BalancedFetch = (input: string | URL | Request, init?: BalancedFetchInit) => Promise<Response>;

/**
 * A `fetch` that takes the host of a URL for the name of a service.
 *
 * It gives the answer out when that begins, so a body that breaks off later is the reader's to notice. Redirects are handed back.
 */
export function balancedFetch(balancer: LoadBalancer, parts: BalancedFetchParts = {}): BalancedFetch {
  const { fetch: wire = globalThis.fetch, timeoutMs = 10_000 } = parts;
  return async (input, { balance, ...init } = {}) => {
    const target = parseServiceUrl(input instanceof Request ? input.url : String(input));
    if (isAddress(target)) return wire(input, init);
    refuseNames(balancer, target.host);
    const whole = input instanceof Request ? new Request(input, init) : undefined;
    const method = (whole?.method ?? init.method ?? 'GET').toUpperCase();
    const signal = init.signal ?? (input instanceof Request ? input.signal : undefined);
    const call = {
      ...balance,
      idempotent: isIdempotent(method),
      ...(timeoutMs > 0 && { timeoutMs }),
      ...(signal && { signal }),
      ...(isSpentByReading(whole ? whole.body : init.body) && { mostTries: 1 }),
      statusOf: ({ status }: Response) => status,
      discard: ({ body }: Response) => void body?.cancel(),
    };
    return balancer.run(target.host, call, (_, about) => {
      const request = addressed(target, about, whole ?? init);
      return oneCall(wire, about, { service: target.host, method, signal }, request);
    });
  };
}

interface Addressed {
  readonly url: string;
  readonly init: RequestInit;
  readonly headers: Headers;
}

function addressed(target: ServiceUrl, { candidate }: Try, given: Request | RequestInit): Addressed {
  const init = given instanceof Request ? initOf(given) : given;
  return { url: at(target, candidate), init, headers: new Headers(given.headers) };
}

/** The Host header is fetch's own business, and the name for TLS comes from it. */
function refuseNames(balancer: LoadBalancer, service: string): void {
  const settings = balancer.settingsOf(service);
  for (const key of ['hostHeader', 'tlsName'] as const) {
    if (settings[key] !== undefined && settings[key] !== 'instance')
      throw new InvalidOptionError(key, settings[key], 'left out with fetch (undici and axios can)');
  }
}

async function oneCall(
  wire: typeof fetch,
  { candidate, number, limitMs }: Try,
  { service, method, signal }: { service: string; method: string; signal: AbortSignal | undefined },
  { url, init, headers }: Addressed,
): Promise<Response> {
  const span = wireSpan({ service, candidate, method, url, number }, (name, value) =>
    headers.set(name, value),
  );
  const limited = limitedSignal(limitMs, signal);
  let response: Response;
  try {
    response = await span.within(() =>
      wire(url, { ...init, headers, redirect: 'manual', ...(limited.signal && { signal: limited.signal }) }),
    );
  } catch (error) {
    span.failed(error);
    throw error;
  } finally {
    limited.release();
  }
  span.answered(response.status);
  if (isIdempotent(method) && isClosing(response)) {
    void response.body?.cancel();
    throw new InstanceClosingError();
  }
  return response;
}

const isClosing = ({ status, headers }: Response): boolean =>
  status === 503 && headers.get('connection') === 'close';

/** Streams and generators are gone after the first try, whether it arrived or not. */
const isSpentByReading = (body: unknown): boolean =>
  body instanceof ReadableStream ||
  (typeof body === 'object' && body !== null && Symbol.asyncIterator in body && !(body instanceof Blob));

/** What a request says, without its address. */
const initOf = (request: Request): RequestInit => ({
  method: request.method,
  ...(request.body && { body: request.body, duplex: 'half' }),
});
