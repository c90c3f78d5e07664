import { linkSignals } from '../../core/linked-signal.js';
import { failureReason, SourceUnavailableError } from '../../core/errors.js';

export interface EtcdParts {
  /** Base URLs such as `http://127.0.0.1:2379`; after a failure the next one is used. */
  readonly endpoints: readonly string[];
  /** Additional headers, such as `Authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Replaces Node's fetch, for example by undici's with a dispatcher that has a CA. */
  readonly fetch?: typeof fetch;
}

export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** Revision of the key's creation; a key that was deleted and created again has another. */
  readonly createRevision: number;
}

const requestTimeoutMs = 5_000;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString();

/** Client of etcd's JSON gateway (`/v3`): single requests, and a watch as a stream of lines. */
export class EtcdGateway {
  /** Counter of failed requests, which selects the endpoint. */
  private failures = 0;

  constructor(private readonly parts: EtcdParts) {}

  /** Returns all keys with the prefix, and the revision at which they were read. */
  async range(prefix: string, signal?: AbortSignal) {
    const { header, kvs = [] } = await this.request<{ header: { revision: string }; kvs?: RawKeyValue[] }>(
      '/v3/kv/range',
      rangeOf(prefix),
      signal,
    );
    return { revision: Number(header.revision), kvs: kvs.map(decoded) };
  }

  /** Yields changes below the prefix from that revision on, until the stream ends or is aborted. */
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

  async put(key: string, value: string, lease: string, signal?: AbortSignal): Promise<void> {
    await this.request('/v3/kv/put', { key: base64(key), value: base64(value), lease }, signal);
  }

  async grant(ttlSecs: number, signal?: AbortSignal): Promise<string> {
    return (await this.request<{ ID: string }>('/v3/lease/grant', { TTL: String(ttlSecs) }, signal)).ID;
  }

  /** @returns false if the lease has expired */
  async keepAlive(lease: string, signal?: AbortSignal): Promise<boolean> {
    const { result } = await this.request<{ result: { TTL?: string } }>(
      '/v3/lease/keepalive',
      { ID: lease },
      signal,
    );
    return Number(result.TTL ?? 0) > 0;
  }

  async revoke(lease: string): Promise<void> {
    await this.request('/v3/lease/revoke', { ID: lease });
  }

  private async request<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
    const link = linkSignals(AbortSignal.timeout(requestTimeoutMs), signal);
    try {
      const response = await this.send(path, body, link.signal);
      return (await response.json()) as T;
    } finally {
      link.release();
    }
  }

  private async send(path: string, body: object, signal: AbortSignal): Promise<Response> {
    const { endpoints, headers, fetch: wire = globalThis.fetch } = this.parts;
    let cause: unknown;
    for (let tried = 0; tried < endpoints.length; tried++) {
      const endpoint = (endpoints[this.failures % endpoints.length] ?? '').replace(/\/$/, '');
      try {
        const response = await wire(endpoint + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
          signal,
        });
        if (response.ok) return response;
        const text = (await response.text()).slice(0, 200);
        cause = new Error(`${endpoint} responded ${response.status} ${text}`);
      } catch (error) {
        if (signal.aborted && signal.reason === error) throw error;
        cause = error;
      }
      this.failures++;
    }
    throw new SourceUnavailableError('etcd', failureReason(cause), { cause });
  }
}

interface WatchResult {
  readonly created?: boolean;
  readonly canceled?: boolean;
  readonly events?: readonly unknown[];
}

interface RawKeyValue {
  readonly key: string;
  readonly value?: string;
  readonly create_revision: string;
}

const decoded = ({ key, value = '', create_revision }: RawKeyValue): KeyValue => ({
  key: fromBase64(key),
  value: fromBase64(value),
  createRevision: Number(create_revision),
});

/** Range of all keys with the prefix: from it up to the next prefix of the same length. */
function rangeOf(prefix: string) {
  const end = Buffer.from(prefix);
  end[end.length - 1]!++;
  return { key: base64(prefix), range_end: end.toString('base64') };
}
