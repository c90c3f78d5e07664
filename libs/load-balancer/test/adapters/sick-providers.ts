import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Candidate } from '../../src/core/instance-source.js';

/** A provider that is well or sick in one particular way, on a real port of its own. */
export interface SickProvider {
  readonly candidate: Candidate;
  /** Requests that arrived there. */
  readonly seen: () => number;
  /** The last of them. */
  readonly heard: () => http.IncomingMessage | undefined;
  stop(): Promise<void>;
}

type Answer = (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void;

/** Answers as it is told, by HTTP. */
async function answering(instanceId: string, answer: Answer, port = 0): Promise<SickProvider> {
  let seen = 0;
  let last: http.IncomingMessage | undefined;
  const server = http.createServer((request, response) => {
    last = request;
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      seen++;
      answer(request, response, body);
    });
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    candidate: { instanceId, host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    seen: () => seen,
    heard: () => last,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Says of every connection that it is another protocol's, and sends back what it hears. */
async function echoing(): Promise<SickProvider> {
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
    heard: () => undefined,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        sockets.forEach((each) => each.destroy());
      }),
  };
}

/** Its port was given back, and nobody listens there. */
async function refusing(): Promise<SickProvider> {
  const provider = await answering('refusing', () => undefined);
  await provider.stop();
  return { ...provider, stop: async () => undefined };
}

/** Listens, accepts nobody, and its queue is full: a SYN to it is not answered. */
async function blackHole(): Promise<SickProvider> {
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
  // Two get through to the queue; then it is full.
  await new Promise<void>((done) => {
    let connected = 0;
    for (const each of fillers) each.once('connect', () => ++connected === 2 && done());
  });
  return {
    candidate: { instanceId: 'black-hole', host: '127.0.0.1', port },
    seen: () => 0,
    heard: () => undefined,
    stop: async () => {
      fillers.forEach((each) => each.destroy());
      await worker.terminate();
    },
  };
}

/** Each kind of provider, by what is wrong with it. */
export const providers = {
  well: (id = 'well', port?: number) =>
    answering(id, (_, response, body) => void response.end(`${id} ${body}`.trim()), port),
  redirects: () =>
    answering(
      'redirecting',
      (_, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    ),
  'never ends': () => answering('endless', (_, response) => void response.write('and so on')),
  'tells its headers': () =>
    answering('telling', ({ headers }, response) => void response.end(JSON.stringify(headers))),
  refusing,
  'black hole': blackHole,
  'reset before the first byte': () => answering('resetting', ({ socket }) => void socket.resetAndDestroy()),
  'hangs after accepting': () => answering('silent', () => undefined),
  'half a body': () =>
    answering('half', ({ socket }, response) => {
      response.writeHead(200, { 'content-length': '99' }).write('half', () => socket.destroy());
    }),
  'half a 503': () =>
    answering('half', ({ socket }, response) => {
      response.writeHead(503, { 'content-length': '99' }).write('half', () => socket.destroy());
    }),
  'speaks echo': echoing,
  busy: () => answering('busy', (_, response) => void response.writeHead(503).end('busy')),
  closing: () =>
    answering(
      'closing',
      (_, response) => void response.writeHead(503, { connection: 'close' }).end('closing'),
    ),
} as const;
