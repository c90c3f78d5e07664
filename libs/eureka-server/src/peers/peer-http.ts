import { HttpClient, HttpTimeoutError, readBody, ResponseBodyError } from '@eureka-nest/runtime/http';
import type { IncomingHttpHeaders } from 'node:http';
import { PeerAnswerError, PeerTimeoutError } from './errors.js';

export interface PeerLimits {
  readonly peerNodeConnectTimeoutMs: number;
  readonly peerNodeReadTimeoutMs: number;
  readonly maxPeerAnswerBytes: number;
}

/** PEM certificates by which this server identifies itself and verifies peers. */
export interface PeerTls {
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly ca?: readonly (Buffer | string)[];
  /** Name in the peer's certificate, if its URL has an address. */
  readonly servername?: string;
}

export interface PeerHttpRequest {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Time limit of the body; by default the read time-out covers the whole response. */
  readonly limitMs?: number;
}

export interface PeerHttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One connection replicates, the other compares. */
const MAX_CONNECTIONS = 2;

/** Requests to one peer, each limited in time and in the size of its response. */
export class PeerHttp {
  private readonly http: HttpClient;

  constructor(
    private readonly base: string,
    private readonly limits: PeerLimits,
    { ca, ...tls }: PeerTls = {},
  ) {
    this.http = new HttpClient({ maxSockets: MAX_CONNECTIONS, tls: { ...tls, ...(ca && { ca: [...ca] }) } });
  }

  /** @throws PeerTimeoutError, PeerAnswerError for a body that is too large, or a network error */
  async send({ path, method, headers, body, limitMs }: PeerHttpRequest): Promise<PeerHttpResponse> {
    const { peerNodeConnectTimeoutMs: connectMs, peerNodeReadTimeoutMs: responseMs } = this.limits;
    const limits = { connectMs, responseMs, ...(limitMs !== undefined && { bodyMs: limitMs }) };
    try {
      const response = await this.http.send({ method, url: this.base + path, headers, body, limits });
      const text = await readBody(response, this.limits.maxPeerAnswerBytes);
      return { status: response.statusCode ?? 0, headers: response.headers, text };
    } catch (error) {
      throw this.asPeerError(error);
    }
  }

  /** Closes all connections and aborts requests in flight. */
  close(): void {
    this.http.close();
  }

  private asPeerError(cause: unknown): unknown {
    if (cause instanceof HttpTimeoutError)
      return new PeerTimeoutError(cause.phase === 'connection' ? 'connection' : 'answer', cause.limitMs);
    if (!(cause instanceof ResponseBodyError)) return cause;
    const { maxPeerAnswerBytes } = this.limits;
    const problem = cause.problem === 'too large' ? `more than ${maxPeerAnswerBytes} bytes` : cause.problem;
    return new PeerAnswerError(this.base, problem, { cause });
  }
}
