import { decodeNodeHeaders, positionHeader, readPosition, splitLogin } from '@eureka-nest/protocol';
import {
  HttpClient,
  HttpTimeoutError,
  readBody,
  ResponseBodyError,
  type TlsOptions,
} from '@eureka-nest/runtime/http';
import { timerDelay, unlessAborted } from '@eureka-nest/runtime/time';
import type { IncomingMessage } from 'node:http';
import { RegistryUnreachableError, UnusableResponseError } from '../core/errors.js';
import type { FeedRequest } from '../core/feed-request.js';
import type { RegistryRequest, RegistryResponse } from '../core/registry-requests.js';

export type { TlsOptions };

/** One server behind a service URL, with its address if the name has several. */
export interface Endpoint {
  readonly url: string;
  readonly address?: string;
}

/** Hook that returns the headers of a request, for example with a token that it fetches first. */
export type PrepareRequest = (request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;

export interface TransportOptions {
  readonly connectMs: number;
  /** Time limit from the open connection to the last byte of the response. */
  readonly responseMs: number;
  readonly maxBytes: number;
  readonly gzip: boolean;
  readonly tls?: TlsOptions;
  readonly prepare?: PrepareRequest;
}

/** Sends requests to single registries. */
export class HttpTransport {
  private readonly http: HttpClient;

  constructor(private readonly options: TransportOptions) {
    this.http = new HttpClient(options.tls);
  }

  /**
   * Sends a request and reads its response.
   *
   * @param limitMs limit for all of it, if less than the two limits together
   * @throws RegistryUnreachableError without a response; the signal's reason if it was aborted
   */
  async send(
    endpoint: Endpoint,
    request: RegistryRequest<unknown>,
    signal: AbortSignal,
    limitMs = this.options.connectMs + this.options.responseMs,
  ): Promise<RegistryResponse> {
    signal.throwIfAborted();
    const exchange = new AbortController();
    const abort = () => exchange.abort(signal.reason);
    const giveUp = () => exchange.abort(new HttpTimeoutError('response', limitMs));
    const timer = setTimeout(giveUp, timerDelay(limitMs));
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await this.read(await this.begin(endpoint, request, exchange.signal), request.what);
    } catch (error) {
      throw asRegistryError(error, endpoint, signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }

  /**
   * Opens a stream: resolves with the head of the response, which is all that is limited in time.
   *
   * @throws RegistryUnreachableError without a response; the signal's reason if it was aborted
   */
  async open(endpoint: Endpoint, request: FeedRequest, signal: AbortSignal): Promise<IncomingMessage> {
    signal.throwIfAborted();
    try {
      return await this.begin(endpoint, request, signal, Infinity);
    } catch (error) {
      throw asRegistryError(error, endpoint, signal);
    }
  }

  /** Closes all connections. */
  close(): void {
    this.http.close();
  }

  private async begin(
    endpoint: Endpoint,
    request: FeedRequest,
    signal: AbortSignal,
    bodyMs?: number,
  ): Promise<IncomingMessage> {
    const { gzip, prepare, connectMs, responseMs } = this.options;
    const { url: base, authorization } = splitLogin(endpoint.url);
    const { method } = request;
    const url = `${base}${request.path}`;
    const body = request.body && JSON.stringify(request.body);
    const headers: Record<string, string> = {
      accept: 'application/json',
      ...(gzip && { 'accept-encoding': 'gzip' }),
      ...request.headers,
      ...(body && { 'content-type': 'application/json' }),
      ...(authorization && { authorization }),
    };
    return this.http.send({
      method,
      url,
      address: endpoint.address,
      headers: prepare
        ? await unlessAborted(signal, Promise.resolve(prepare({ method, url, headers })))
        : headers,
      body,
      limits: { connectMs, responseMs, ...(bodyMs !== undefined && { bodyMs }) },
      signal,
    });
  }

  private async read(response: IncomingMessage, what: string): Promise<RegistryResponse> {
    const { statusCode: status = 0, headers } = response;
    const { maxBytes } = this.options;
    const body = await readBody(response, maxBytes).catch((error: unknown) => {
      if (!(error instanceof ResponseBodyError)) throw error;
      const detail =
        error.problem === 'too large' ? `larger than ${maxBytes / 1024 / 1024} MB` : error.problem;
      throw new UnusableResponseError(what, status, detail, { cause: error });
    });
    const position = readPosition(String(headers[positionHeader]));
    const { location } = headers;
    const { isSyncing } = decodeNodeHeaders(headers);
    return {
      status,
      body,
      ...(position && { position }),
      ...(isSyncing && { isSyncing }),
      ...(location !== undefined && { location }),
    };
  }
}

function asRegistryError(cause: unknown, { url }: Endpoint, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (cause instanceof UnusableResponseError) return cause;
  return new RegistryUnreachableError(url, networkErrorText(cause), { cause });
}

const texts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection broken',
  EPIPE: 'connection broken',
  ENOTFOUND: 'unknown host name',
  EAI_AGAIN: 'unknown host name',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
};

/** Describes a network error for people; of the errors of several addresses, the first. */
function networkErrorText(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return networkErrorText(error.errors[0]);
  if (error instanceof HttpTimeoutError && error.phase === 'response')
    return `none within ${error.limitMs} ms`;
  const { code, message } = error as { code?: unknown; message?: string };
  return texts[String(code)] ?? message ?? String(error);
}
