import { Agent as HttpAgent, request as requestHttp, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { PeerAnswerError, PeerTimeoutError } from './errors.js';

export interface PeerLimits {
  readonly peerNodeConnectTimeoutMs: number;
  readonly peerNodeReadTimeoutMs: number;
  readonly maxPeerAnswerBytes: number;
}

/** By which this server shows who it is, and knows whom to believe. PEM. */
export interface PeerTls {
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly ca?: readonly (Buffer | string)[];
  /** The name in the peer's certificate where its URL has an address. */
  readonly servername?: string;
}

export interface Asked {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the first byte of the answer to the last; where it is left out, the read time-out is for all of it. */
  readonly limitMs?: number;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One replicates, the other compares. */
const MOST_CONNECTIONS = 2;

/**
 * Requests to one peer, each bounded in time and in the size of its answer. Node's own client and not fetch, which tells no connecting from
 * answering, shows no certificate, and costs three times as much.
 */
export class PeerHttp {
  private readonly agent: HttpAgent | HttpsAgent;
  private readonly isSecure: boolean;

  constructor(
    private readonly base: string,
    private readonly limits: PeerLimits,
    tls: PeerTls = {},
  ) {
    const { ca, ...own } = tls;
    const pool = { keepAlive: true, maxSockets: MOST_CONNECTIONS };
    this.isSecure = base.startsWith('https:');
    this.agent = this.isSecure
      ? new HttpsAgent({ ...pool, ...own, ...(ca && { ca: [...ca] }) })
      : new HttpAgent(pool);
  }

  async ask(asked: Asked): Promise<Answered> {
    try {
      return await this.once(asked);
    } catch (error) {
      // The peer closed a connection that was kept just as it was used again: that says nothing of the peer.
      if (!(error instanceof StaleConnectionError)) throw error;
      return this.once(asked);
    }
  }

  /** Gives up whatever is under way. */
  close(): void {
    this.agent.destroy();
  }

  private once({ path, method, headers, body, limitMs }: Asked): Promise<Answered> {
    const { peerNodeConnectTimeoutMs, peerNodeReadTimeoutMs, maxPeerAnswerBytes } = this.limits;
    const { agent, base } = this;
    return new Promise((resolve, reject) => {
      const request = (this.isSecure ? requestHttps : requestHttp)(base + path, {
        agent,
        method,
        headers: {
          ...headers,
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
      });
      const giveUp = (error: Error) => request.destroy(error);
      const tooLate = (what: 'connection' | 'answer', ms: number) =>
        setTimeout(() => giveUp(new PeerTimeoutError(what, ms)), ms);
      let timer = tooLate('connection', peerNodeConnectTimeoutMs);
      const wait = (what: 'connection' | 'answer', ms: number) => {
        clearTimeout(timer);
        timer = tooLate(what, ms);
      };
      // One that says nothing at all is not waited for as long as one that has much to say.
      const connected = () => wait('answer', peerNodeReadTimeoutMs);
      const parts: Buffer[] = [];
      let size = 0;
      request
        .on('socket', (socket) => {
          if (request.reusedSocket || !socket.connecting) connected();
          else socket.once(this.isSecure ? 'secureConnect' : 'connect', connected);
        })
        .on('response', (response) => {
          if (limitMs !== undefined) wait('answer', limitMs);
          response
            .on('data', (part: Buffer) => {
              size += part.length;
              if (size > maxPeerAnswerBytes) {
                giveUp(new PeerAnswerError(base, `more than ${maxPeerAnswerBytes} bytes`));
              } else parts.push(part);
            })
            .on('error', reject)
            .on('end', () => {
              clearTimeout(timer);
              if (!response.complete) return;
              const { statusCode = 0, headers: answered } = response;
              resolve({ status: statusCode, headers: answered, text: Buffer.concat(parts).toString() });
            });
        })
        .on('error', (error: NodeJS.ErrnoException) => {
          const isStale = request.reusedSocket && size === 0 && error.code === 'ECONNRESET';
          reject(isStale ? new StaleConnectionError() : error);
        })
        .on('close', () => {
          clearTimeout(timer);
          reject(new Error('its answer ended early'));
        })
        .end(body);
    });
  }
}

class StaleConnectionError extends Error {}
