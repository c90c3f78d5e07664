import { InvalidOptionError } from '@eureka-nest/runtime/settings';
import type { Call, CallOptions } from '../../call/call.js';
import { limitSignal, type LimitedSignal } from '../../call/time-limit.js';
import { TimerWheel } from '../../call/timer-wheel.js';
import { UnaskedUpgradeError } from '../../core/errors.js';
import { isIdempotent } from '../../core/retry/failure.js';
import { instanceUrl, parseServiceUrl } from '../../core/service-url.js';
import type { LoadBalancer } from '../../load-balancer.js';
import { isTelemetryEnabled } from '../../observability/telemetry.js';
import { connectFailure, isConnectError, noteConnectErrors } from '../http/connect-failure.js';
import { asksToClose } from '../http/connection-header.js';
import { readBranchAhead, stopReading } from '../http/read-ahead.js';
import { type HttpTry, withSpan } from '../http/http-span.js';
import { KeptBody } from './kept-body.js';

export interface BalancedFetchInit extends RequestInit {
  /** Options for balancing this call, if it goes to a service. */
  balance?: CallOptions;
}

export interface BalancedFetchParts {
  /** Sends the requests: Node's fetch, or undici's with a dispatcher. */
  readonly fetch?: typeof fetch;
  /** Time limit until the response begins, with all tries; 0 for none. */
  readonly timeoutMs?: number;
}

export type BalancedFetch = (input: string | URL | Request, init?: BalancedFetchInit) => Promise<Response>;

/**
 * A `fetch` that takes the host of a URL for a service name.
 *
 * It returns the response when that begins; if the body breaks off later, its reader gets the
 * error. Redirects are returned, not followed.
 */
export function balancedFetch(balancer: LoadBalancer, parts: BalancedFetchParts = {}): BalancedFetch {
  const { fetch: wire = globalThis.fetch, timeoutMs = 10_000 } = parts;
  const timers = new TimerWheel();
  noteConnectErrors();
  return async (input, { balance, ...init } = {}) => {
    const given = input instanceof Request ? input : undefined;
    const target = parseServiceUrl(given?.url ?? String(input));
    if (target.isAddress) return wire(input, init);
    rejectHostNames(balancer, target.host);
    const request = given && new Request(given, init);
    const { method = 'GET' } = request ?? init;
    const body = new KeptBody(request?.body ?? null);
    const signal = init.signal ?? given?.signal;
    const sentConnection = () => new Headers(request?.headers ?? init.headers).get('connection');
    const call: Call<Response> = {
      key: balance?.key,
      hint: balance?.hint,
      retry: balance?.retry,
      idempotent: isIdempotent(method),
      timeoutMs: timeoutMs > 0 ? timeoutMs : undefined,
      signal,
      maxTries: isStream(init.body) ? 1 : undefined,
      responseStatus,
      translateError,
      // fetch asks to keep the connection, unless a header says otherwise.
      isClosing: ({ headers }) => asksToClose(headers.get('connection')) && !asksToClose(sentConnection()),
      keep,
      discard,
    };
    const responded = balancer.run(target.host, call, async (candidate, { number, isLast, limitMs }) => {
      const url = instanceUrl(target, candidate);
      const httpTry = { service: target.host, candidate, method, url, number };
      // Following a redirect would be a second call, to an address that was not picked.
      const tryInit: RequestInit = {
        ...init,
        ...(request && requestInit(request, body.next(isLast))),
        redirect: 'manual',
      };
      const limited = limitSignal(timers, limitMs, signal);
      if (limited.signal) tryInit.signal = limited.signal;
      try {
        const response = await send(wire, httpTry, tryInit);
        if (response.body) followWhileRead(response, limited);
        else limited.release();
        return response;
      } catch (error) {
        limited.release();
        throw error;
      }
    });
    return request?.body ? responded.finally(() => body.release()) : responded;
  };
}

const responseStatus = ({ status }: Response): number => status;
const translateError = (error: unknown): unknown => {
  if (isConnectError(error)) return connectFailure(error);
  // fetch fails an assertion of its own at a 101 that names no protocol.
  const { cause } = error as { cause?: unknown };
  return String(cause).includes('ERR_ASSERTION') ? new UnaskedUpgradeError({ cause: error }) : error;
};
/** Signals of responses whose body may still be read, kept as long as the response. */
const followed = new WeakMap<Response, LimitedSignal>();

/** The time limit is over once the response begins; its caller may abort until the end. */
function followWhileRead(response: Response, limited: LimitedSignal): void {
  limited.stopTimer();
  followed.set(response, limited);
}

const keep = (response: Response): void => {
  if (response.body) readBranchAhead(response, response.clone().body!);
};

/** A response that has broken off in the meantime rejects; it is dropped all the same. */
const discard = (response: Response): void => {
  followed.get(response)?.release();
  stopReading(response);
  response.body?.cancel().catch(() => undefined);
};

/** fetch sets the Host header itself and derives the name for TLS from it. */
function rejectHostNames(balancer: LoadBalancer, service: string): void {
  const settings = balancer.settingsOf(service);
  for (const key of ['hostHeader', 'tlsName'] as const) {
    if (settings[key] !== undefined && settings[key] !== 'instance')
      throw new InvalidOptionError(key, settings[key], 'undefined with fetch (undici and axios support it)');
  }
}

function send(wire: typeof fetch, httpTry: HttpTry, init: RequestInit): Promise<Response> {
  if (!isTelemetryEnabled()) return wire(httpTry.url, init);
  const headers = new Headers(init.headers);
  init.headers = headers;
  const setHeader = (name: string, value: string) => headers.set(name, value);
  return withSpan(httpTry, setHeader, () => wire(httpTry.url, init));
}

/** Streams and generators can be sent once, whether they arrive or not. */
const isStream = (body: unknown): boolean =>
  body instanceof ReadableStream ||
  (typeof body === 'object' && body !== null && Symbol.asyncIterator in body && !(body instanceof Blob));

/** The parts of a request other than its URL and signal; the init may have more, for its wire. */
const requestInit = ({ method, headers, integrity }: Request, body: ReadableStream | null): RequestInit => ({
  method,
  headers,
  integrity,
  body,
  ...(body && { duplex: 'half' }),
});
