import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Candidate } from '../../src/core/instance-source.js';

/** A provider on a real port that is healthy, or faulty in one particular way. */
export interface FaultyProvider {
  readonly candidate: Candidate;
  /** Returns the number of requests received. */
  readonly seen: () => number;
  /** Returns the last of them. */
  readonly lastRequest: () => http.IncomingMessage | undefined;
  stop(): Promise<void>;
}

type Respond = (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void;

/** Starts a provider that responds by a function. */
async function responding(instanceId: string, respond: Respond, port = 0): Promise<FaultyProvider> {
  let seen = 0;
  let last: http.IncomingMessage | undefined;
  const server = http.createServer((request, response) => {
    last = request;
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      seen++;
      respond(request, response, body);
    });
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    candidate: { instanceId, host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    seen: () => seen,
    lastRequest: () => last,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Starts a provider that upgrades every connection and echoes its bytes. */
async function echoing(): Promise<FaultyProvider> {
  const server = http.createServer();
  const sockets = new Set<net.Socket>();
  server.on('upgrade', (_, socket: net.Socket) => {
    sockets.add(socket);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n');
    socket.on('error', () => undefined).pipe(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    candidate: { instanceId: 'echo', host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    seen: () => sockets.size,
    lastRequest: () => undefined,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        sockets.forEach((each) => each.destroy());
      }),
  };
}

/** Returns a provider whose port has been released, so that it refuses connections. */
async function refusing(): Promise<FaultyProvider> {
  const provider = await responding('refusing', () => undefined);
  await provider.stop();
  return { ...provider, stop: async () => undefined };
}

/** Starts a provider whose accept queue is full, so that the kernel ignores a SYN. */
async function blackHole(): Promise<FaultyProvider> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
     });`,
    { eval: true },
  );
  const port = await new Promise<number>((done) => worker.once('message', done));
  const fillers = Array.from({ length: 8 }, () =>
    net.connect(port, '127.0.0.1').on('error', () => undefined),
  );
  // The queue is full after two connections.
  await new Promise<void>((done) => {
    let connected = 0;
    for (const each of fillers) each.once('connect', () => ++connected === 2 && done());
  });
  return {
    candidate: { instanceId: 'black-hole', host: '127.0.0.1', port },
    seen: () => 0,
    lastRequest: () => undefined,
    stop: async () => {
      fillers.forEach((each) => each.destroy());
      await worker.terminate();
    },
  };
}

/** Starts a provider that sends these bytes for every request, then keeps or ends the connection. */
async function sending(instanceId: string, bytes: string, ends: boolean): Promise<FaultyProvider> {
  let seen = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => {
      seen++;
      if (ends) socket.end(bytes);
      else socket.write(bytes);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    candidate: { instanceId, host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    seen: () => seen,
    lastRequest: () => undefined,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        sockets.forEach((each) => each.destroy());
      }),
  };
}

const fixture = (name: string) => readFileSync(join(__dirname, '../..', name));
const inRuntime = (name: string) => fixture(`../runtime/fixtures/tls/${name}`);

/** Starts a healthy provider with TLS. */
async function secured(instanceId: string, tls: https.ServerOptions): Promise<FaultyProvider> {
  let seen = 0;
  const server = https.createServer(tls, (_, response) => {
    seen++;
    response.end(instanceId);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    candidate: { instanceId, host: '127.0.0.1', port, secure: true },
    seen: () => seen,
    lastRequest: () => undefined,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** A provider that is called by https, whatever it speaks. */
async function calledByHttps(starting: Promise<FaultyProvider>): Promise<FaultyProvider> {
  const provider = await starting;
  return { ...provider, seen: () => 0, candidate: { ...provider.candidate, secure: true } };
}

/** A response as Tomcat and Micronaut send their errors: chunked, and closing the connection. */
const closingResponse = (status: string) =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nRetry-After: 7\r\nTransfer-Encoding: chunked\r\n` +
  'Connection: Close\r\n\r\n4\r\nbusy\r\n0\r\n\r\n';

const switching = 'HTTP/1.1 101 Switching Protocols\r\n';

/** Providers by their fault. */
export const providers = {
  healthy: (id = 'healthy', port?: number) =>
    responding(id, (_, response, body) => void response.end(`${id} ${body}`.trim()), port),
  'no content': () => responding('empty', (_, response) => void response.writeHead(204).end()),
  redirects: () =>
    responding(
      'redirecting',
      (_, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    ),
  'never ends': () => responding('endless', (_, response) => void response.write('and so on')),
  'echoes headers': () =>
    responding('echoing', ({ headers }, response) => void response.end(JSON.stringify(headers))),
  refusing,
  'black hole': blackHole,
  'reset before the first byte': () => responding('resetting', ({ socket }) => void socket.resetAndDestroy()),
  'hangs after accepting': () => responding('silent', () => undefined),
  'half a body': () =>
    responding('half', ({ socket }, response) => {
      response.writeHead(200, { 'content-length': '99' }).write('half', () => socket.destroy());
    }),
  'half a 503': () =>
    responding('half', ({ socket }, response) => {
      response.writeHead(503, { 'content-length': '99' }).write('half', () => socket.destroy());
    }),
  'speaks echo': echoing,
  'switches protocols': () =>
    sending('switching', `${switching}Connection: Upgrade\r\nUpgrade: echo\r\n\r\n`, false),
  'switches protocols, names none': () => sending('switching', `${switching}\r\n`, false),
  busy: () => responding('busy', (_, response) => void response.writeHead(503).end('busy')),
  'self-signed certificate': () =>
    secured('self-signed', { cert: inRuntime('stranger.pem'), key: inRuntime('stranger.key') }),
  'unknown authority': () =>
    secured('unknown', { cert: inRuntime('server.pem'), key: inRuntime('server.key') }),
  'expired certificate': () =>
    secured('expired', {
      cert: fixture('fixtures/tls/expired.pem'),
      key: fixture('fixtures/tls/expired.key'),
    }),
  'no certificate': () => secured('bare', {}),
  'plain HTTP instead of TLS': () => calledByHttps(responding('plain', () => undefined)),
  'hangs up in the handshake': () => calledByHttps(sending('rude', '', true)),
  'busy, closes': () => sending('busy', closingResponse('503 Service Unavailable'), true),
  'broken, closes': () => sending('broken', closingResponse('500 Internal Server Error'), true),
  'healthy, closes': () => sending('healthy', closingResponse('200 OK'), true),
  'busy, HTTP/1.0': () => sending('busy', 'HTTP/1.0 503 Busy\r\nRetry-After: 7\r\n\r\nbusy', true),
  'healthy, HTTP/1.0': () => sending('healthy', 'HTTP/1.0 200 OK\r\n\r\nhealthy', true),
  broken: () => responding('broken', (_, response) => void response.writeHead(500).end('broken')),
  closing: () =>
    responding(
      'closing',
      (_, response) => void response.writeHead(503, { connection: 'close' }).end('closing'),
    ),
} as const;
