import { AxiosError, type AxiosAdapter, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import type https from 'node:https';
import type { Call, CallOptions, Cancellation, Try } from '../../call/call.js';
import { AnswerBrokenOffError } from '../../core/errors.js';
import { isIdempotent } from '../../core/failure.js';
import { at, type ServiceUrl } from '../../core/service-url.js';
import { hostNames } from '../http/host-names.js';
import { spanned } from '../http/http-span.js';
import type { LoadBalancer } from '../../load-balancer.js';
import { isObserved } from '../../observability/telemetry.js';

/** What the calls of one adapter have in common. */
export interface AxiosCalls {
  readonly balancer: LoadBalancer;
  /** Makes the calls. */
  readonly wire: AxiosAdapter;
  readonly httpsAgentFor: ((tlsName: string) => https.Agent) | undefined;
}

/**
 * One call of axios's, to one instance after the other.
 *
 * Its own config is addressed to each of them: a copy for each try would cost more than all else here. What is the same for
 * all calls stands on the class for the same reason.
 */
export class AxiosCall implements Call<AxiosResponse> {
  readonly key: string | undefined;
  readonly hint: string | undefined;
  readonly retry: CallOptions['retry'];
  readonly idempotent: boolean;
  readonly timeoutMs: number | undefined;
  readonly signal: Cancellation | undefined;
  readonly mostTries: number | undefined;
  private readonly url: string | undefined;
  private readonly baseURL: string | undefined;
  private readonly maxRedirects: number | undefined;
  private readonly validateStatus: InternalAxiosRequestConfig['validateStatus'];
  private readonly httpsAgent: unknown;

  constructor(
    private readonly calls: AxiosCalls,
    private readonly target: ServiceUrl,
    readonly config: InternalAxiosRequestConfig,
  ) {
    const { balance, signal } = config;
    this.key = balance?.key;
    this.hint = balance?.hint;
    this.retry = balance?.retry;
    this.idempotent = isIdempotent(config.method);
    this.timeoutMs = config.timeout || undefined;
    this.signal = signal instanceof AbortSignal ? signal : undefined;
    this.mostTries = isSpentByReading(config.data) ? 1 : undefined;
    this.url = config.url;
    this.baseURL = config.baseURL;
    this.maxRedirects = config.maxRedirects;
    this.validateStatus = config.validateStatus;
    this.httpsAgent = config.httpsAgent;
  }

  statusOf({ status }: AxiosResponse): number {
    return status;
  }

  /** For axios an answer cut short is a bad response like any 5xx, for a caller it is a broken connection. */
  meaningOf(error: unknown): unknown {
    const { code, response } = error as Partial<AxiosError>;
    const brokeOff = code === AxiosError.ERR_BAD_RESPONSE && response;
    return brokeOff ? new AnswerBrokenOffError({ cause: error }) : error;
  }

  /** What fastify says on connections that are still open while it closes; a 503 of the service itself keeps the connection. */
  isClosing({ headers }: AxiosResponse): boolean {
    return headers['connection'] === 'close';
  }

  discard({ data }: AxiosResponse<unknown>): void {
    (data as { destroy?: () => void } | null | undefined)?.destroy?.();
  }

  run(): Promise<AxiosResponse> {
    return this.calls.balancer.run(this.target.host, this, (_, about) => this.make(about));
  }

  /** One try on the wire. */
  private make(about: Try): Promise<AxiosResponse> {
    const { config, calls } = this;
    this.address(about);
    return isObserved() ? this.seen(about) : calls.wire(config);
  }

  /** Only what is different is written: axios's configs have no shape of their own, and each new key may make them grow. */
  private address({ candidate, limitMs }: Try): void {
    const { calls, config, target } = this;
    const { balancer, httpsAgentFor } = calls;
    if (balancer.hasSettings) {
      const { host, tlsName } = hostNames(balancer.settingsOf(target.host), target.host, candidate);
      if (host !== undefined) config.headers.set('Host', host);
      if (tlsName !== undefined && httpsAgentFor) config.httpsAgent = httpsAgentFor(tlsName);
    }
    const timeout = limitMs === Infinity ? 0 : Math.ceil(limitMs);
    config.url = at(target, candidate);
    // Any status is an answer here: whether the caller likes it is no matter of the connection.
    config.validateStatus = anyStatus;
    if (config.baseURL !== undefined) config.baseURL = undefined;
    if (config.timeout !== timeout) config.timeout = timeout;
    // A redirect would be a second call, to an address that nobody chose.
    if (config.maxRedirects !== 0) config.maxRedirects = 0;
  }

  /** What the caller said, for interceptors and for whoever reads it of an answer or an error. */
  restore(): void {
    const { config, timeoutMs = 0 } = this;
    config.url = this.url;
    config.validateStatus = this.validateStatus;
    if (config.baseURL !== this.baseURL) config.baseURL = this.baseURL;
    if (config.timeout !== timeoutMs) config.timeout = timeoutMs;
    if (config.maxRedirects !== this.maxRedirects) config.maxRedirects = this.maxRedirects;
    if (config.httpsAgent !== this.httpsAgent) config.httpsAgent = this.httpsAgent;
  }

  /** With its span. */
  private seen({ candidate, number }: Try): Promise<AxiosResponse> {
    const { calls, config, target } = this;
    const { method = 'get', url = '', headers } = config;
    return spanned(
      { service: target.host, candidate, method, url, number },
      (name, value) => void headers.set(name, value),
      () => calls.wire(config),
    );
  }
}

const anyStatus = (): boolean => true;

/** A stream is gone after the first try, whether it arrived or not. */
const isSpentByReading = (body: unknown): boolean =>
  typeof (body as { pipe?: unknown } | null | undefined)?.pipe === 'function';
