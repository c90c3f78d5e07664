import { SourceUnavailableError } from '../core/errors.js';

export interface EtcdParts {
  /** `http://127.0.0.1:2379`; the next is asked when one does not answer. */
  readonly endpoints: readonly string[];
  /** Such as an Authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For an own CA: undici's, with a dispatcher. */
  readonly fetch?: typeof fetch;
}

export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** Differs when the key was gone in between. */
  readonly createRevision: number;
}

const answerWithinMs = 5_000;
const base64 = (text: string) => Buffer.from(text).toString('base64');
export const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString();

/** What is needed of etcd's JSON gateway (`/v3`): one call at a time, or a stream of lines. */
export class EtcdGateway {
  private at = 0;

  constructor(private readonly parts: EtcdParts) {}

  /** All keys that begin so, and the revision they were read at. */
  async range(prefix: string, signal?: AbortSignal) {
    const answer = await this.ask<{ header: { revision: string }; kvs?: RawKeyValue[] }>(
      '/v3/kv/range',
      rangeOf(prefix),
      signal,
    );
    return { revision: Number(answer.header.revision), kvs: (answer.kvs ?? []).map(readable) };
  }

  /** Gives out whatever changes below the prefix from that revision on, until the stream breaks or is cancelled. */
  async *watch(prefix: string, fromRevision: number, signal: AbortSignal): AsyncGenerator<WatchResult> {
    const request = { create_request: { ...rangeOf(prefix), start_revision: String(fromRevision) } };
    const response = await this.send('/v3/watch', request, signal);
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line) yield (JSON.parse(line) as { result: WatchResult }).result;
    }
  }

  async put(key: string, value: string, lease: string): Promise<void> {
    await this.ask('/v3/kv/put', { key: base64(key), value: base64(value), lease });
  }

  async grant(ttlSecs: number): Promise<string> {
    return (await this.ask<{ ID: string }>('/v3/lease/grant', { TTL: String(ttlSecs) })).ID;
  }

  /** @returns whether the lease was still there */
  async keepAlive(lease: string): Promise<boolean> {
    const { result } = await this.ask<{ result: { TTL?: string } }>('/v3/lease/keepalive', { ID: lease });
    return Number(result.TTL ?? 0) > 0;
  }

  async revoke(lease: string): Promise<void> {
    await this.ask('/v3/lease/revoke', { ID: lease });
  }

  private async ask<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
    const limit = AbortSignal.timeout(answerWithinMs);
    const response = await this.send(path, body, signal ? AbortSignal.any([limit, signal]) : limit);
    return (await response.json()) as T;
  }

  private async send(path: string, body: object, signal: AbortSignal): Promise<Response> {
    const { endpoints, headers, fetch: wire = globalThis.fetch } = this.parts;
    let cause: unknown;
    for (let asked = 0; asked < endpoints.length; asked++) {
      const endpoint = (endpoints[this.at % endpoints.length] ?? '').replace(/\/$/, '');
      try {
        const response = await wire(endpoint + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
          signal,
        });
        if (response.ok) return response;
        cause = new Error(`${endpoint} answers ${response.status} ${(await response.text()).slice(0, 200)}`);
      } catch (error) {
        if (signal.aborted && signal.reason === error) throw error;
        cause = error;
      }
      this.at++;
    }
    throw new SourceUnavailableError('etcd', wordsOf(cause), { cause });
  }
}

export interface WatchResult {
  readonly created?: boolean;
  readonly canceled?: boolean;
  readonly events?: readonly unknown[];
}

interface RawKeyValue {
  readonly key: string;
  readonly value?: string;
  readonly create_revision: string;
}

const readable = ({ key, value = '', create_revision }: RawKeyValue): KeyValue => ({
  key: fromBase64(key),
  value: fromBase64(value),
  createRevision: Number(create_revision),
});

/** All keys that begin with the prefix: from it up to its successor. */
function rangeOf(prefix: string) {
  const end = Buffer.from(prefix);
  end[end.length - 1]!++;
  return { key: base64(prefix), range_end: end.toString('base64') };
}

function wordsOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return cause?.message || message || String(error);
}
