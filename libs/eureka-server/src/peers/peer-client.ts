import {
  decodeApplicationsDocument,
  decodeReplicationAnswers,
  encodeReplicationList,
  paths,
  splitLogin,
  type Applications,
  type ReplicationAnswer,
  type ReplicationItem,
} from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime';
import type { BatchOutcome } from '../core/outbox.js';
import { PeerAnswerError } from '../errors.js';

export interface PeerLimits {
  readonly peerNodeConnectTimeoutMs: number;
  readonly peerNodeReadTimeoutMs: number;
}

/** How sending a batch went. */
export interface Delivery {
  readonly outcome: BatchOutcome;
  /** One per item, in their order; none unless the peer took the batch. */
  readonly answers: readonly ReplicationAnswer[];
  /** What went wrong, for people. */
  readonly reason?: string;
}

/** By which servers know each other; some give servers precedence. */
const identity = { 'DiscoveryIdentity-Name': 'DefaultServer', 'DiscoveryIdentity-Version': '1.0' };

/** Talks to one other server. Java: Jersey3ReplicationClient */
export class PeerClient {
  private readonly base: string;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly closing = new AbortController();

  constructor(
    url: string,
    private readonly limits: PeerLimits,
    private readonly clock: Clock,
  ) {
    const { url: base, authorization } = splitLogin(url);
    this.base = base;
    this.headers = { ...identity, accept: 'application/json', ...(authorization && { authorization }) };
  }

  /** The peer's whole registry. */
  async fetchAll(): Promise<Applications> {
    const response = await this.ask(paths.apps());
    if (!response.ok) {
      await response.body?.cancel();
      throw new PeerAnswerError(this.base, response.status);
    }
    const text = await response.text();
    try {
      return decodeApplicationsDocument(JSON.parse(text), this.clock());
    } catch (error) {
      throw new PeerAnswerError(this.base, 'something else than a registry', { cause: error });
    }
  }

  async send(items: readonly ReplicationItem[]): Promise<Delivery> {
    try {
      const response = await this.ask(paths.batch(), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(encodeReplicationList(items)),
      });
      if (!response.ok) {
        await response.body?.cancel();
        const { message } = new PeerAnswerError(this.base, response.status);
        return {
          outcome: response.status === 503 ? 'congestion' : 'permanent',
          answers: [],
          reason: message,
        };
      }
      const text = await response.text();
      return { outcome: 'success', answers: answersIn(text, this.clock()) };
    } catch (error) {
      return { outcome: isTimeout(error) ? 'congestion' : 'transient', answers: [], reason: reasonOf(error) };
    }
  }

  /** Gives up whatever is under way. */
  close(): void {
    this.closing.abort();
  }

  private ask(path: string, { headers, ...init }: RequestInit = {}): Promise<Response> {
    // fetch does not tell connecting from answering, so both limits together bound the whole exchange.
    const limitMs = this.limits.peerNodeConnectTimeoutMs + this.limits.peerNodeReadTimeoutMs;
    const signal = AbortSignal.any([AbortSignal.timeout(limitMs), this.closing.signal]);
    return fetch(this.base + path, { ...init, headers: { ...this.headers, ...headers }, signal });
  }
}

/** Why a request came to nothing, as short as possible. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof PeerAnswerError) return error.message;
  const { code, errors } = (error.cause ?? error) as {
    code?: unknown;
    errors?: readonly { code?: unknown }[];
  };
  return String(code ?? errors?.[0]?.code ?? error.message);
}

/** What cannot be read is no reason to send the batch again: the peer took it. */
function answersIn(text: string, now: number): readonly ReplicationAnswer[] {
  try {
    return decodeReplicationAnswers(JSON.parse(text), now);
  } catch {
    return [];
  }
}

const isTimeout = (error: unknown) => error instanceof Error && error.name === 'TimeoutError';
