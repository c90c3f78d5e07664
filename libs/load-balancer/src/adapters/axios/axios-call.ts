import { AxiosError, type AxiosAdapter, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import type https from 'node:https';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Call, CallOptions, Cancellation, Try } from '../../call/call.js';
import { TruncatedResponseError } from '../../core/errors.js';
import { isIdempotent } from '../../core/retry/failure.js';
import { instanceUrl, type ServiceUrl } from '../../core/service-url.js';
import type { LoadBalancer } from '../../load-balancer.js';
import { isTelemetryEnabled } from '../../observability/telemetry.js';
import { AxiosCancellation } from './axios-cancellation.js';
import { unreadResponse } from './unread-response.js';
import { type AxiosTransport, refusingUpgrades } from './upgrade-refusal.js';
import { connectFailure, isConnectError, isConnecting } from '../http/connect-failure.js';
import { asksToClose } from '../http/connection-header.js';
import { hostNames } from '../http/host-names.js';
import { readAhead, readBranchAhead, stopReading } from '../http/read-ahead.js';
import { withSpan } from '../http/http-span.js';

/** Parts that all calls of one adapter share. */
export interface AxiosCallContext {
  readonly balancer: LoadBalancer;
  /** Sends the requests. */
  readonly wire: AxiosAdapter;
  readonly httpsAgentFor: ((tlsName: string) => https.Agent) | undefined;
}

/**
 * One balanced call of axios.
 *
 * The config of the call itself is addressed to each instance and restored at the end, since a copy
 * per try would be the largest part of the cost. For the same reason the functions of `Call` are
 * methods here, not closures.
 */
export class AxiosCall implements Call<AxiosResponse> {
  readonly key: string | undefined;
  readonly hint: string | undefined;
  readonly retry: CallOptions['retry'];
  readonly idempotent: boolean;
  readonly timeoutMs: number | undefined;
  readonly signal: Cancellation | undefined;
  readonly maxTries: number | undefined;
  private readonly timeout: InternalAxiosRequestConfig['timeout'];
  private readonly url: string | undefined;
  private readonly baseURL: string | undefined;
  private readonly maxRedirects: number | undefined;
  private readonly validateStatus: InternalAxiosRequestConfig['validateStatus'];
  private readonly httpsAgent: unknown;
  private readonly transport: AxiosTransport | undefined;
  /** The caller's Host header, in a list once it is replaced. */
  private givenHost: readonly unknown[] | undefined;

  constructor(
    private readonly context: AxiosCallContext,
    private readonly target: ServiceUrl,
    private readonly config: InternalAxiosRequestConfig,
  ) {
    const { balance } = config;
    this.key = balance?.key;
    this.hint = balance?.hint;
    this.retry = balance?.retry;
    this.idempotent = isIdempotent(config.method);
    this.timeout = config.timeout;
    this.timeoutMs = limitOf(config.timeout);
    this.signal = AxiosCancellation.of(config);
    this.maxTries = isStream(config.data) ? 1 : undefined;
    this.url = config.url;
    this.baseURL = config.baseURL;
    this.maxRedirects = config.maxRedirects;
    this.validateStatus = config.validateStatus;
    this.httpsAgent = config.httpsAgent;
    this.transport = config.transport as AxiosTransport | undefined;
  }

  responseStatus({ status }: AxiosResponse): number {
    return status;
  }

  /** A truncated response is an error like any 5xx in axios, but a broken connection here. */
  translateError(error: unknown): unknown {
    const { code, response, request } = error as Partial<AxiosError<unknown>>;
    if (code === AxiosError.ERR_BAD_RESPONSE && response) return new TruncatedResponseError({ cause: error });
    const { socket } = (request ?? {}) as SentRequest;
    return isConnecting(socket) || isConnectError(error) ? connectFailure(error) : error;
  }

  /** fastify closes its connections with this header on shutdown; a service's own 503 has none. */
  isClosing({ headers, request }: AxiosResponse): boolean {
    return asksToClose(headers['connection'] as string) && askedToKeep(request);
  }

  /** A body that is not a stream has been read. */
  keep(response: AxiosResponse<unknown>): void {
    const { data } = response;
    if (data instanceof Readable) response.data = readAhead(data);
    if (!(data instanceof ReadableStream)) return;
    const [kept, ahead] = data.tee();
    response.data = kept;
    readBranchAhead(kept, ahead);
  }

  discard({ data }: AxiosResponse<unknown>): void {
    if (data instanceof ReadableStream) {
      stopReading(data);
      data.cancel().catch(() => undefined);
    } else (data as { destroy?: () => void } | null | undefined)?.destroy?.();
  }

  run(): Promise<AxiosResponse> {
    return this.context.balancer.run(this.target.host, this, (_, details) => this.send(details));
  }

  /** Restores the caller's config, which interceptors, responses and errors refer to. */
  restore(): void {
    const { config, timeout } = this;
    config.url = this.url;
    config.validateStatus = this.validateStatus;
    config.transport = this.transport;
    if (config.baseURL !== this.baseURL) config.baseURL = this.baseURL;
    if (config.timeout !== timeout) config.timeout = timeout;
    if (config.maxRedirects !== this.maxRedirects) config.maxRedirects = this.maxRedirects;
    if (config.httpsAgent !== this.httpsAgent) config.httpsAgent = this.httpsAgent;
    if (this.givenHost) this.restoreHost(this.givenHost[0]);
  }

  private replaceHost(host: string): void {
    const { headers } = this.config;
    this.givenHost ??= [headers.get('Host')];
    headers.set('Host', host);
  }

  private restoreHost(host: unknown): void {
    const { headers } = this.config;
    if (host === undefined || host === null) headers.delete('Host');
    else headers.set('Host', host as string);
  }

  private send(details: Try): Promise<AxiosResponse> {
    this.addressTo(details);
    const sent = isTelemetryEnabled() ? this.sendTraced(details) : this.context.wire(this.config);
    return sent.catch((error: unknown) => this.unreadOrThrow(error, details));
  }

  /** A response that is worth another try is one even if its body cannot be read. */
  private unreadOrThrow(error: unknown, { accepts }: Try): AxiosResponse {
    const response = unreadResponse(error, this.config);
    if (!response || this.signal?.aborted) throw error;
    const { status } = response;
    const mayBeStopping = status === 503 && this.idempotent && this.isClosing(response);
    if (accepts(status) && !mayBeStopping) throw error;
    return response;
  }

  private sendTraced({ candidate, number }: Try): Promise<AxiosResponse> {
    const { context, config, target } = this;
    const { method = 'get', url = '', headers } = config;
    return withSpan(
      { service: target.host, candidate, method, url, number },
      (name, value) => void headers.set(name, value),
      () => context.wire(config),
    );
  }

  /** Writes only what differs: a config is a dictionary, and each new key may make it grow. */
  private addressTo({ candidate, limitMs }: Try): void {
    const { context, config, target } = this;
    const { balancer, httpsAgentFor } = context;
    const { host, tlsName } = hostNames(balancer.settingsOf(target.host), target.host, candidate);
    if (host !== undefined) this.replaceHost(host);
    if (tlsName !== undefined && httpsAgentFor) config.httpsAgent = httpsAgentFor(tlsName);
    const timeout = limitMs === Infinity ? this.timeout : Math.ceil(limitMs);
    config.url = instanceUrl(target, candidate);
    // Every status is a response; `validateStatus` of the caller applies to the final one.
    config.validateStatus = isAnyStatus;
    config.transport = refusingUpgrades(limitOf(timeout), this.transport);
    if (config.baseURL !== undefined) config.baseURL = undefined;
    if (config.timeout !== timeout) config.timeout = timeout;
    // Following a redirect would be a second call, to an address that was not picked.
    if (config.maxRedirects !== 0) config.maxRedirects = 0;
  }
}

/** The parts of a `http.ClientRequest` that say what became of its connection. */
interface SentRequest {
  readonly socket?: Socket | null;
  readonly agent?: { readonly keepAlive?: boolean };
  getHeader?(name: string): string | undefined;
}

/** True if the request asked the server to keep the connection; fetch does so by itself. */
function askedToKeep(request: unknown): boolean {
  if (request instanceof Request) return !asksToClose(request.headers.get('connection'));
  const { agent, getHeader } = (request ?? {}) as SentRequest;
  return agent?.keepAlive === true && !asksToClose(getHeader?.call(request, 'connection'));
}

/** Time limit as axios reads it, which also takes text. The wire rejects what is not a number. */
function limitOf(timeout: unknown): number | undefined {
  const limitMs = parseInt(String(timeout), 10);
  return limitMs > 0 ? limitMs : undefined;
}

const isAnyStatus = (): boolean => true;

/** A stream can be sent once, whether it arrives or not. */
const isStream = (body: unknown): boolean =>
  body instanceof ReadableStream ||
  typeof (body as { pipe?: unknown } | null | undefined)?.pipe === 'function';
