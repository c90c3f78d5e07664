import { positionHeader, readPosition, splitLogin } from '@eureka-nest/protocol';
import {
  Agent as PlainAgent,
  request as plainRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as TlsAgent, request as tlsRequest, type AgentOptions } from 'node:https';
import { isIP } from 'node:net';
import { bodyOf } from './response-body.js';
import { type RegistryAnswer, type RegistryCall } from '../core/registry-requests.js';
import { RegistryUnreachableError } from '../core/errors.js';
import { reasonOf } from './network-error-text.js';

/** One server behind a service URL: one of several addresses that its name has, where that is given. */
export interface Endpoint {
  readonly url: string;
  readonly address?: string;
}

/** How a request may be changed before it is sent, such as by a token that has to be fetched first. */
export type PrepareRequest = (request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;

/** As in Node's own `https.request`: buffers or texts, PEM or PKCS 12. */
export type TlsOptions = Pick<
  AgentOptions,
  'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'rejectUnauthorized'
>;

export interface TransportOptions {
  readonly connectMs: number;
  /** From when the connection stands to the last byte. */
  readonly answerMs: number;
  readonly maxBytes: number;
  readonly gzip: boolean;
  readonly tls?: TlsOptions;
  /** Returns the headers to send. */
  readonly prepare?: PrepareRequest;
}

/** All of a call that is sent. */
type Asking = Omit<RegistryCall<unknown>, 'read'>;

/** What has to be there in time. */
type Limited = 'beginning' | 'end';

/** Sends one request to one registry, within its time limits, over connections that are kept for the next one. */
export class RegistryHttp {
  private readonly plain = new PlainAgent({ keepAlive: true });
  private readonly tls: TlsAgent;

  constructor(private readonly options: TransportOptions) {
    this.tls = new TlsAgent({ keepAlive: true, ...options.tls });
  }

  /**
   * @param limitMs for the whole exchange, where that is less than the two limits together
   * @throws RegistryUnreachableError without an answer; the signal's reason when that was aborted
   */
  async send(
    endpoint: Endpoint,
    call: RegistryCall<unknown>,
    signal: AbortSignal,
    limitMs = this.options.connectMs + this.options.answerMs,
  ): Promise<RegistryAnswer> {
    signal.throwIfAborted();
    const exchange = new AbortController();
    // Not AbortSignal.any: with a signal that lives as long as the process it leaks in the Node versions we run on.
    const abort = () => exchange.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const whole = setTimeout(() => exchange.abort(tooLate(limitMs)), limitMs);
    try {
      return await this.exchange(endpoint, call, exchange);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Error && 'code' in error && error.code === 'EUREKA_UNUSABLE_ANSWER') throw error;
      const cause = exchange.signal.aborted ? exchange.signal.reason : error;
      throw new RegistryUnreachableError(endpoint.url, reasonOf(cause), { cause });
    } finally {
      clearTimeout(whole);
      signal.removeEventListener('abort', abort);
    }
  }

  /**
   * The answer as soon as it begins, to be read for as long as it goes on; only its beginning is limited in time.
   *
   * @throws RegistryUnreachableError without an answer; the signal's reason when that was aborted
   */
  async open(endpoint: Endpoint, call: Asking, signal: AbortSignal): Promise<IncomingMessage> {
    signal.throwIfAborted();
    const exchange = new AbortController();
    const abort = () => exchange.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      const response = await this.respond(endpoint, call, exchange, 'beginning');
      response.once('close', () => signal.removeEventListener('abort', abort));
      return response;
    } catch (error) {
      signal.removeEventListener('abort', abort);
      signal.throwIfAborted();
      const cause = exchange.signal.aborted ? exchange.signal.reason : error;
      throw new RegistryUnreachableError(endpoint.url, reasonOf(cause), { cause });
    }
  }

  /** Closes what was kept; nothing is sent after this. */
  close(): void {
    this.plain.destroy();
    this.tls.destroy();
  }

  private async exchange(
    endpoint: Endpoint,
    call: RegistryCall<unknown>,
    exchange: AbortController,
  ): Promise<RegistryAnswer> {
    const response = await this.respond(endpoint, call, exchange, 'end');
    const position = readPosition(String(response.headers[positionHeader]));
    const { location } = response.headers;
    return {
      status: response.statusCode ?? 0,
      body: await bodyOf(response, call.what, this.options.maxBytes),
      ...(position && { position }),
      ...(location !== undefined && { location }),
    };
  }

  private async respond(
    endpoint: Endpoint,
    call: Asking,
    exchange: AbortController,
    limited: Limited,
  ): Promise<IncomingMessage> {
    const { url, authorization } = splitLogin(endpoint.url);
    const target = `${url}${call.path}`;
    const body = call.body && JSON.stringify(call.body);
    const ours = {
      accept: 'application/json',
      ...(this.options.gzip && { 'accept-encoding': 'gzip' }),
      ...call.headers,
      ...(body && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      ...(authorization && { authorization }),
      ...(endpoint.address && { host: new URL(url).host }),
    };
    const { prepare } = this.options;
    const headers = prepare
      ? await unlessAborted(exchange.signal, prepare({ method: call.method, url: target, headers: ours }))
      : ours;
    const options = {
      method: call.method,
      headers,
      ...whereTo(target, endpoint.address),
      signal: exchange.signal,
    };
    const begin = () =>
      target.startsWith('https:')
        ? tlsRequest({ ...options, agent: this.tls })
        : plainRequest({ ...options, agent: this.plain });
    return this.answerTo(begin, body, exchange, limited);
  }

  /** A kept connection may have been closed at the other end just now: then the same once more, for every call may be repeated. */
  private async answerTo(
    begin: () => ClientRequest,
    body: string | undefined,
    exchange: AbortController,
    limited: Limited,
  ): Promise<IncomingMessage> {
    for (;;) {
      const request = begin();
      try {
        return await this.responseTo(request, body, exchange, limited);
      } catch (error) {
        if (!request.reusedSocket || exchange.signal.aborted) throw error;
      }
    }
  }

  private responseTo(
    request: ClientRequest,
    body: string | undefined,
    exchange: AbortController,
    limited: Limited,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { connectMs, answerMs } = this.options;
      const expire = (ms: number, words: string) =>
        setTimeout(() => exchange.abort(new Error(`${words} ${ms} ms`)), ms);
      let timer = expire(connectMs, 'no connection within');
      const connected = () => {
        clearTimeout(timer);
        timer = expire(answerMs, 'none within');
      };
      request.once('socket', (socket) => {
        if (!socket.connecting) connected();
        else socket.once(request.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
      });
      request.once(limited === 'end' ? 'close' : 'response', () => clearTimeout(timer));
      request.once('error', () => clearTimeout(timer));
      request.once('response', resolve);
      // Also after the response began: it is told by the response then, and this must not be unheard.
      request.on('error', reject);
      request.end(body);
    });
  }
}

const tooLate = (ms: number) => new Error(`none within ${ms} ms`);

/** Where to connect to, and as whom to address the other side. */
function whereTo(url: string, address: string | undefined) {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const name = hostname.replace(/^\[|\]$/g, '');
  return {
    protocol,
    host: address ?? name,
    port: port || undefined,
    path: `${pathname}${search}`,
    ...(isIP(name) === 0 && { servername: name }),
  };
}

function unlessAborted<T>(signal: AbortSignal, task: T | Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    Promise.resolve(task)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
