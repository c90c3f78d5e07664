import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ConsoleEvents, ConsoleInstance } from '@eureka-nest/protocol/console';
import { fakeCluster, type FakeCluster, type FakeOptions } from './fake-cluster.js';

const built = join(__dirname, '../../../libs/eureka-console/dist');

/** The policy with which a registry serves the page. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
};

export interface FakeRegistry {
  readonly url: string;
  readonly cluster: FakeCluster;
  /** Bodies of the actions that arrived, with the token they carried. */
  readonly actions: { readonly token: unknown; readonly body: unknown }[];
  send<Name extends keyof ConsoleEvents>(name: Name, data: ConsoleEvents[Name]): void;
  close(): Promise<void>;
}

export interface FakeServerOptions extends FakeOptions {
  readonly port?: number;
  readonly hasLab?: boolean;
  readonly actions?: ConsoleEvents['hello']['actions'];
  /** Answers actions and comparisons with this. */
  readonly failure?: { readonly status: number; readonly message: string; readonly code?: string };
}

/** A registry that speaks the contract of the console, on instances that it makes up. */
export async function startFakeRegistry(options: FakeServerOptions = {}): Promise<FakeRegistry> {
  const cluster = fakeCluster(options);
  const readers = new Set<ServerResponse>();
  const actions: FakeRegistry['actions'] = [];
  const write = (to: ServerResponse, name: string, data: unknown) =>
    to.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  const send: FakeRegistry['send'] = (name, data) => {
    for (const reader of readers) write(reader, name, data);
  };

  function follow(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const enabled = { enabled: true, token: 'token-1', user: 'ada' } as const;
    write(response, 'hello', { ...cluster.hello(), actions: options.actions ?? enabled });
    const all = [...cluster.instances.values()];
    for (let part = 0; part * 500 <= all.length; part++) {
      const instances = all.slice(part * 500, part * 500 + 500);
      write(response, 'instances', { part, isLast: part * 500 + 500 > all.length, instances });
    }
    write(response, 'state', cluster.state());
    write(response, 'activity', { entries: cluster.activity });
    write(response, 'calls', { consumers: cluster.consumers() });
    readers.add(response);
    response.on('close', () => readers.delete(response));
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as { readonly action: string; readonly key: string };
    actions.push({
      token: request.headers['eureka-nest-console'] ?? request.headers['eureka-nest-lab'],
      body,
    });
    const change: Record<string, Partial<ConsoleInstance>> = {
      'out-of-service': { override: 'OUT_OF_SERVICE', status: 'OUT_OF_SERVICE' },
      'in-service': { override: undefined, status: 'UP' },
    };
    const instance = cluster.instances.get(body.key);
    if (instance && change[body.action]) {
      const changed = { ...instance, ...change[body.action] };
      cluster.instances.set(body.key, changed);
      send('changes', { put: [changed], removed: [] });
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"message":""}');
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const json = (data: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(data));
    if (options.failure && (request.method === 'POST' || pathname.endsWith('/comparison'))) {
      const { status, ...failure } = options.failure;
      response.writeHead(status, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ ok: false, ...failure }));
    }
    if (request.method === 'POST') return void take(request, response);
    if (pathname === '/console/api/events') return follow(response);
    if (/^\/console\/api\/peers\/\d+\/comparison$/.test(pathname)) return void json(cluster.comparison());
    if (options.hasLab && pathname === '/console/lab') return void json(cluster.lab());
    if (options.hasLab && pathname === '/console/lab/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [name, data] of cluster.labEvents()) write(response, name, data);
      return;
    }
    const file = join(built, pathname === '/console' ? 'index.html' : pathname);
    if (!file.startsWith(built) || !existsSync(file) || pathname === '/')
      return void response.writeHead(404).end();
    const type = types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(options.port ?? 0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/console`,
    cluster,
    actions,
    send,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
