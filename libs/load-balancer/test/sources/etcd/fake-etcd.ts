interface Held {
  readonly path: string;
  /** Executes the request and lets its response go. */
  readonly release: () => void;
}

const text = (base64: string) => Buffer.from(base64, 'base64').toString();
const base64 = (plain: string) => Buffer.from(plain).toString('base64');

/** The part of etcd's gateway that sources and registrations use, in memory, as a `fetch`. */
export class FakeEtcd {
  readonly keys = new Map<string, { value: string; lease: string; revision: number }>();
  readonly leases = new Set<string>();
  /** Paths of all requests in their order. */
  readonly requests: string[] = [];
  /** Requests that were received and are not executed yet. */
  readonly held: Held[] = [];
  /** Paths whose requests are held before they are executed. */
  holding: readonly string[] = [];
  /** Paths whose responses are held: the request has been executed. */
  holdingResponses: readonly string[] = [];
  private revision = 1;

  readonly fetch = (async (url: string, { body, signal }: { body: string; signal: AbortSignal }) => {
    const path = new URL(url).pathname;
    this.requests.push(path);
    const given = JSON.parse(body) as Record<string, string>;
    if (path === '/v3/watch') return new Response(this.openUntil(signal));
    if (this.holding.includes(path)) await this.hold(path, signal);
    const result = this.execute(path, given);
    if (this.holdingResponses.includes(path)) await this.hold(path, signal);
    return result ? Response.json(result) : Response.json({ error: 'lease not found' }, { status: 404 });
  }) as unknown as typeof fetch;

  put(key: string, value: string, lease = ''): void {
    this.keys.set(key, { value, lease, revision: ++this.revision });
  }

  private hold(path: string, signal: AbortSignal): Promise<void> {
    return new Promise((release, reject) => {
      this.held.push({ path, release });
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }

  private execute(path: string, { ID = '', lease = '', key = '', value = '' }: Record<string, string>) {
    if (path === '/v3/lease/grant') {
      const granted = `lease${this.requests.length}`;
      this.leases.add(granted);
      return { ID: granted };
    }
    if (path === '/v3/lease/keepalive') return { result: this.leases.has(ID) ? { TTL: '10' } : {} };
    if (path === '/v3/lease/revoke') {
      this.leases.delete(ID);
      for (const [each, held] of this.keys) if (held.lease === ID) this.keys.delete(each);
      return {};
    }
    if (path === '/v3/kv/put') {
      if (!this.leases.has(lease)) return undefined;
      this.put(text(key), text(value), lease);
      return {};
    }
    const kvs = [...this.keys].map(([each, { value: plain, revision }]) => ({
      key: base64(each),
      value: base64(plain),
      create_revision: String(revision),
    }));
    return { header: { revision: String(this.revision) }, kvs };
  }

  private openUntil(signal: AbortSignal): ReadableStream {
    return new ReadableStream({
      start: (stream) => signal.addEventListener('abort', () => stream.error(signal.reason), { once: true }),
    });
  }
}
