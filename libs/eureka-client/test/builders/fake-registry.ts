import {
  appsHashCode,
  decodeInstanceDocument,
  encodeApplicationsDocument,
  idOf,
  type InstanceInfo,
} from '@eureka-nest/protocol';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  /** Such as `PUT apps/PAYMENT/payment8001?status=UP&lastDirtyTimestamp=1`. */
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Replacement for a response; a promise delays it, `'cut'` breaks the connection in mid-body. */
type Script = (request: SeenRequest) => Reply | 'cut' | undefined | Promise<Reply | 'cut' | undefined>;

/** Small real registry on its own port. It records requests, and a script can make it misbehave. */
export class FakeRegistry {
  readonly requests: SeenRequest[] = [];
  readonly instances = new Map<string, InstanceInfo>();
  readonly changes = new Map<string, InstanceInfo>();
  /** Misbehaviour; undefined leaves the response to the registry. */
  script: Script = () => undefined;
  private readonly waiting = new Set<() => void>();
  private server: Server | undefined;
  private port = 0;

  static async start(): Promise<FakeRegistry> {
    const registry = new FakeRegistry();
    await registry.listen();
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/eureka/`;
  }

  /** Listens again on the same port, with the same instances. */
  listen(): Promise<void> {
    this.server = createServer((request, response) => void this.serve(request, response));
    return new Promise((resolve) =>
      this.server?.listen(this.port, '127.0.0.1', () => {
        this.port = (this.server?.address() as AddressInfo).port;
        resolve();
      }),
    );
  }

  /** Stops like a killed process: connections break, the port is closed. */
  kill(): Promise<void> {
    return new Promise((resolve) => {
      this.server?.close(() => resolve());
      this.server?.closeAllConnections();
      if (!this.server) resolve();
      this.server = undefined;
    });
  }

  put(instance: InstanceInfo): void {
    this.instances.set(idOf(instance), instance);
    this.changes.set(idOf(instance), { ...instance, actionType: 'ADDED' });
  }

  drop(id: string): void {
    const instance = this.instances.get(id);
    this.instances.delete(id);
    if (instance) this.changes.set(id, { ...instance, actionType: 'DELETED' });
  }

  matching(pattern: RegExp): readonly SeenRequest[] {
    return this.requests.filter(({ line }) => pattern.test(line));
  }

  /** Resolves with the nth request that matches. */
  receives(pattern: RegExp, times = 1): Promise<SeenRequest> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.matching(pattern)[times - 1];
        if (!found) return;
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Resolves once all earlier requests have arrived, so that a spec can assert that none came. */
  async settled(): Promise<void> {
    for (let i = 0; i < 3; i++) await fetch(new URL('/ping', this.url));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/ping') return void response.end();
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const path = (request.url ?? '').replace(/^\/eureka\//, '');
    const seen: SeenRequest = { line: `${request.method} ${path}`, headers: request.headers, body };
    this.requests.push(seen);
    for (const look of this.waiting) look();
    const reply = (await this.script(seen)) ?? this.respond(seen);
    if (reply === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"applications":{', () => response.destroy());
      return;
    }
    response.writeHead(reply.status, {
      'content-length': Buffer.byteLength(reply.body ?? ''),
      ...reply.headers,
    });
    response.end(reply.body);
  }

  private respond({ line, body }: SeenRequest): Reply {
    const [method = '', path = ''] = line.replace(/\?.*$/, '').split(' ');
    const [, , id = ''] = path.split('/').map(decodeURIComponent);
    if (method === 'GET') return { status: 200, body: this.document(path === 'apps/delta') };
    if (method === 'POST') {
      const registered = decodeInstanceDocument(JSON.parse(body), 0);
      const had = this.instances.get(idOf(registered))?.status;
      // QUIRK(LeaseExistsRule): between UP and OUT_OF_SERVICE it retains the listed status.
      const keeps = [had, registered.status].every((each) => each === 'UP' || each === 'OUT_OF_SERVICE');
      this.put(keeps && had ? { ...registered, status: had } : registered);
      return { status: 204 };
    }
    const known = this.instances.has(id);
    if (method === 'DELETE') this.drop(id);
    return { status: known ? 200 : 404 };
  }

  private document(delta: boolean): string {
    const instances = [...(delta ? this.changes : this.instances).values()];
    const names = [...new Set(instances.map(({ app }) => app))];
    return JSON.stringify(
      encodeApplicationsDocument({
        version: '1',
        hashCode: appsHashCode(this.instances.values()),
        applications: names.map((name) => ({
          name,
          instances: instances.filter(({ app }) => app === name),
        })),
      }),
    );
  }
}
