import { InvalidOptionError } from '@eureka-nest/runtime/settings';
import type { Call, CallOptions } from '../../call/call.js';
import { isIdempotent } from '../../core/failure.js';
import { at, isAddress, parseServiceUrl } from '../../core/service-url.js';
import { Deadlines } from '../../call/timer-wheel.js';
import { type HttpTry, spanned } from '../http/http-span.js';
import type { LoadBalancer } from '../../load-balancer.js';
import { isObserved } from '../../observability/telemetry.js';
import { limitedSignal, type LimitedSignal } from '../../call/time-limit.js';

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
  const deadlines = new Deadlines();
  return async (input, init = {}) => {
    const target = parseServiceUrl(input instanceof Request ? input.url : String(input));
    const { balance, ...more } = init;
    if (isAddress(target)) return wire(input, more);
    if (balancer.hasSettings) refuseNames(balancer, target.host);
    const whole = input instanceof Request ? new Request(input, more) : undefined;
    const signal = more.signal ?? (input instanceof Request ? input.signal : undefined);
    const method = whole?.method ?? more.method ?? 'GET';
    const call = callOf(method, signal, balance, whole ? whole.body : more.body, timeoutMs);
    return balancer.run(target.host, call, (candidate, about) => {
      const url = at(target, candidate);
      const given = whole ? initOf(whole) : more;
      const tried = { service: target.host, candidate, method, url, number: about.number };
      return oneTry(wire, tried, given, limitedSignal(deadlines, about.limitMs, signal));
    });
  };
}

function callOf(
  method: string,
  signal: AbortSignal | undefined,
  balance: CallOptions | undefined,
  body: unknown,
  timeoutMs: number,
): Call<Response> {
  return {
    key: balance?.key,
    hint: balance?.hint,
    retry: balance?.retry,
    idempotent: isIdempotent(method),
    timeoutMs: timeoutMs > 0 ? timeoutMs : undefined,
    signal,
    mostTries: isSpentByReading(body) ? 1 : undefined,
    statusOf,
    isClosing,
    discard,
  };
}

const statusOf = ({ status }: Response): number => status;
const isClosing = ({ headers }: Response): boolean => headers.get('connection') === 'close';
const discard = ({ body }: Response): void => void body?.cancel();

/** The Host header is fetch's own business, and the name for TLS comes from it. */
function refuseNames(balancer: LoadBalancer, service: string): void {
  const settings = balancer.settingsOf(service);
  for (const key of names) {
    if (settings[key] !== undefined && settings[key] !== 'instance')
      throw new InvalidOptionError(key, settings[key], 'left out with fetch (undici and axios can)');
  }
}

const names = ['hostHeader', 'tlsName'] as const;

/** One try on the wire. */
async function oneTry(
  wire: typeof fetch,
  about: HttpTry,
  given: RequestInit,
  limited: LimitedSignal,
): Promise<Response> {
  // A redirect would be a second call, to an address that nobody chose.
  const init: RequestInit = { ...given, redirect: 'manual' };
  if (limited.signal) init.signal = limited.signal;
  try {
    return await (isObserved() ? seen(wire, about, init) : wire(about.url, init));
  } finally {
    limited.release();
  }
}

/** With its span. */
function seen(wire: typeof fetch, about: HttpTry, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  init.headers = headers;
  return spanned(about, (name, value) => headers.set(name, value), () => wire(about.url, init)); // prettier-ignore
}

/** Streams and generators are gone after the first try, whether it arrived or not. */
const isSpentByReading = (body: unknown): boolean =>
  body instanceof ReadableStream ||
  (typeof body === 'object' && body !== null && Symbol.asyncIterator in body && !(body instanceof Blob));

/** What a request says, without its address. */
const initOf = ({ method, headers, body }: Request): RequestInit => ({
  method,
  headers,
  ...(body && { body, duplex: 'half' }),
});
