import {
  appsHashCode,
  decodeInstanceDocument,
  encodeApplicationsDocument,
  idOf,
  type InstanceInfo,
  positionHeader,
} from '@eureka-nest/protocol';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type RequestKind = 'register' | 'heartbeat' | 'cancel' | 'fetch' | 'delta' | 'feed';

/** One request to a registry, and the means to respond to it badly. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly registry: ProgrammableRegistry;
  /** Runs a function repeatedly until the connection closes. */
  readonly every: (ms: number, send: () => void) => void;
}

export type Behaviour = (exchange: Exchange) => void;
export type Behaviours = Partial<Record<RequestKind, Behaviour>>;

/** Instances that are registered in fact, and all changes so far: what good registries list. */
export class Truth {
  readonly instances = new Map<string, InstanceInfo>();
  readonly changes = new Map<string, InstanceInfo>();
  number = 1;

  put(instance: InstanceInfo): void {
    this.change(idOf(instance), { ...instance, actionType: 'ADDED' });
    this.instances.set(idOf(instance), instance);
  }

  drop(id: string): void {
    const instance = this.instances.get(id);
    if (instance) this.change(id, { ...instance, actionType: 'DELETED' });
    this.instances.delete(id);
  }

  get ids(): readonly string[] {
    return [...this.instances.keys()].sort();
  }

  private change(id: string, instance: InstanceInfo): void {
    this.number += 1;
    this.changes.set(id, instance);
  }
}

/** Body of `apps` or `apps/delta`. */
export function listing(listed: Iterable<InstanceInfo>, hashCode?: string): string {
  const all = [...listed];
  const names = [...new Set(all.map(({ app }) => app))];
  const applications = names.map((name) => ({ name, instances: all.filter(({ app }) => app === name) }));
  return JSON.stringify(
    encodeApplicationsDocument({ version: '1', hashCode: hashCode ?? appsHashCode(all), applications }),
  );
}

interface RegistryOptions {
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
  /** Node of the positions that it sends; none by default, as Java's. */
  readonly node?: string;
}

/** Real registry on its own port. Behaviours replace its response, by kind of request. */
export class ProgrammableRegistry {
  behaviours: Behaviours = {};
  readonly received: Record<RequestKind, number> = {
    register: 0,
    heartbeat: 0,
    cancel: 0,
    fetch: 0,
    delta: 0,
    feed: 0,
  };
  /** Largest number of bytes that were sent on one connection. */
  mostBytes = 0;
  private readonly server;
  private readonly endings = new Set<() => void>();

  private constructor(
    readonly truth: Truth,
    private readonly options: RegistryOptions,
  ) {
    const serve: RequestListener = (request, response) => void this.serve(request, response);
    const { tls } = options;
    this.server = tls ? createTlsServer(tls, serve) : createServer(serve);
    this.server.on('connection', (socket) =>
      socket.once('close', () => (this.mostBytes = Math.max(this.mostBytes, socket.bytesWritten))),
    );
    // Broken TLS handshakes and half requests are a matter of the client.
    this.server.on('clientError', (_error, socket) => socket.destroy());
  }

  static async start(truth: Truth, options: RegistryOptions = {}): Promise<ProgrammableRegistry> {
    const registry = new ProgrammableRegistry(truth, options);
    await new Promise<void>((resolve) => registry.server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `${this.options.tls ? 'https' : 'http'}://127.0.0.1:${port}/eureka/`;
  }

  get reads(): number {
    return this.received.fetch + this.received.delta;
  }

  get writes(): number {
    return this.received.register + this.received.heartbeat;
  }

  /** Position of its responses, if it sends one. */
  get position(): string | undefined {
    const { node } = this.options;
    return node && `${node}.${this.truth.number}`;
  }

  /** Replaces the behaviours, and breaks off all that runs. */
  turn(behaviours: Behaviours): void {
    this.behaviours = behaviours;
    this.server.closeAllConnections();
  }

  close(): Promise<void> {
    for (const end of this.endings) end();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  /** The response of a good registry. */
  respond(kind: RequestKind, id: string, body: string, response: ServerResponse): void {
    const { truth, position } = this;
    if (kind === 'feed') return void response.writeHead(404).end();
    if (kind === 'fetch' || kind === 'delta') {
      const isDelta = kind === 'delta';
      const text = listing(
        (isDelta ? truth.changes : truth.instances).values(),
        appsHashCode(truth.instances.values()),
      );
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(position && { [positionHeader]: position }),
      });
      return void response.end(text);
    }
    const isKnown = truth.instances.has(id);
    if (kind === 'register') truth.put(decodeInstanceDocument(JSON.parse(body), 0));
    if (kind === 'cancel') truth.drop(id);
    response.writeHead(kind === 'register' ? 204 : isKnown ? 200 : 404).end();
  }

  /** Resolves once all earlier requests have arrived. */
  async settled(): Promise<void> {
    if (this.options.tls) return;
    for (let time = 0; time < 3; time++) await fetch(new URL('/ping', this.url));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/ping') return void response.writeHead(200, { connection: 'close' }).end();
    const [path = ''] = (request.url ?? '').replace(/^\/eureka\//, '').split('?');
    const kind = kindOf(request.method, path);
    this.received[kind] += 1;
    response.on('error', () => undefined);
    let body = '';
    try {
      for await (const chunk of request) body += String(chunk);
    } catch {
      return;
    }
    const behaviour = this.behaviours[kind];
    if (!behaviour) return this.respond(kind, path.split('/')[2] ?? '', body, response);
    behaviour({ request, response, registry: this, every: (ms, send) => this.every(ms, send, response) });
  }

  private every(ms: number, send: () => void, response: ServerResponse): void {
    const timer = setInterval(send, ms);
    const end = () => {
      clearInterval(timer);
      this.endings.delete(end);
    };
    this.endings.add(end);
    response.once('close', end);
  }
}

function kindOf(method: string | undefined, path: string): RequestKind {
  if (method === 'POST') return 'register';
  if (method === 'PUT') return 'heartbeat';
  if (method === 'DELETE') return 'cancel';
  if (path === 'changes') return 'feed';
  return path === 'apps/delta' ? 'delta' : 'fetch';
}
