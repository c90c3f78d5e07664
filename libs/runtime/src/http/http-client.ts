import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { HttpTimeoutError } from './errors.js';

/** Longest delay of `setTimeout`: a longer one fires at once. */
const maxDelayMs = 2_147_483_647;

/** TLS options of Node's `https.request`: buffers or texts, PEM or PKCS 12. */
export type TlsOptions = Pick<
  https.AgentOptions,
  'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'rejectUnauthorized' | 'servername'
>;

export interface HttpLimits {
  /** Time until the connection, TLS included, is open. */
  readonly connectMs: number;
  /** Time from then to the head of the response; to the end of its body unless `bodyMs` is set. */
  readonly responseMs: number;
  /** Time from the head to the end of the body; `Infinity` for a stream. */
  readonly bodyMs?: number;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  /** Address to connect to instead of the one that the host name resolves to. */
  readonly address?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly limits: HttpLimits;
  readonly signal?: AbortSignal;
}

/**
 * HTTP client with keep-alive connections and a time limit for each phase of a request.
 *
 * Based on node:http, because fetch has no time limit of its own for connecting, no client
 * certificates, and costs three times as much. Redirects and proxies are not supported.
 */
export class HttpClient {
  private readonly plain: http.Agent;
  private readonly tls: https.Agent;
  /** Ends of the requests in flight, for {@link close}. */
  private readonly inFlight = new Set<(error: Error) => void>();
  private isClosed = false;

  /** @param maxSockets largest number of connections to one server */
  constructor(tls: TlsOptions = {}, maxSockets = Infinity) {
    this.plain = new http.Agent({ keepAlive: true, maxSockets });
    this.tls = new https.Agent({ keepAlive: true, maxSockets, ...tls });
  }

  /**
   * Sends a request and resolves with the head of the response. The body has to be read or
   * destroyed; after a time-out or an abort, reading it throws the error.
   *
   * @throws HttpTimeoutError, a network error, the signal's reason, or an error after {@link close}
   */
  async send(request: HttpRequest): Promise<http.IncomingMessage> {
    for (;;) {
      request.signal?.throwIfAborted();
      if (this.isClosed) throw closedError();
      const sent = this.open(request);
      try {
        return await responseTo(sent, request, this.inFlight);
      } catch (error) {
        // The server may have closed a kept connection just now: repeat the request on another one.
        const isEnded = this.isClosed || request.signal?.aborted === true;
        const isStale = sent.reusedSocket && !(error instanceof HttpTimeoutError) && !isEnded;
        if (!isStale) throw error;
      }
    }
  }

  /**
   * Closes all connections. Requests in flight fail, those that wait for a connection included, and
   * so do later ones.
   */
  close(): void {
    this.isClosed = true;
    for (const end of this.inFlight) end(closedError());
    this.plain.destroy();
    this.tls.destroy();
  }

  private open({ method, url, address, headers, body }: HttpRequest): http.ClientRequest {
    const { protocol, host, hostname, port, pathname, search } = new URL(url);
    const name = hostname.replace(/^\[|\]$/g, '');
    const options = {
      method,
      protocol,
      host: address ?? name,
      port,
      path: `${pathname}${search}`,
      headers: {
        ...(address !== undefined && { host }),
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
      // SNI forbids addresses. An agent with a `servername` of its own takes precedence.
      ...(isIP(name) === 0 && { servername: name }),
    };
    return protocol === 'https:'
      ? https.request({ ...options, agent: this.tls })
      : http.request({ ...options, agent: this.plain });
  }
}

const closedError = () => new Error('the HTTP client was closed');

function responseTo(
  sent: http.ClientRequest,
  { body, limits, signal }: HttpRequest,
  inFlight: Set<(error: Error) => void>,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    let response: http.IncomingMessage | undefined;
    let timer: NodeJS.Timeout | undefined;
    const giveUp = (error: Error) => {
      clearTimeout(timer);
      // A request that still waits for a free connection emits no error.
      reject(error);
      (response ?? sent).destroy(error);
    };
    const limit = (phase: HttpTimeoutError['phase'], ms: number) => {
      clearTimeout(timer);
      if (ms !== Infinity)
        timer = setTimeout(() => giveUp(new HttpTimeoutError(phase, ms)), Math.min(ms, maxDelayMs));
    };
    const connected = () => limit('response', limits.responseMs);
    const abort = () => giveUp(signal?.reason as Error);
    limit('connection', limits.connectMs);
    inFlight.add(giveUp);
    // Not `AbortSignal.any`: it leaks with a signal that lives as long as the process.
    signal?.addEventListener('abort', abort, { once: true });
    sent.once('socket', (socket) => {
      if (socket.connecting) socket.once(sent.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
      else connected();
    });
    sent.once('response', (head) => {
      response = head;
      if (limits.bodyMs !== undefined) limit('response', limits.bodyMs);
      resolve(head);
    });
    // An error after the head is thrown by the reader of the body, and must not go unhandled here.
    sent.on('error', reject);
    sent.once('close', () => {
      clearTimeout(timer);
      inFlight.delete(giveUp);
      signal?.removeEventListener('abort', abort);
      reject(new Error('the connection closed before the response'));
    });
    sent.end(body);
  });
}
