import type { ServerResponse } from 'node:http';
import type { Misbehaviour } from './odd-peer.js';

/** Name, behaviour, and a part of the one log line about it. */
type MisbehaviourRow = [what: string, misbehave: Misbehaviour, says: string | RegExp];

const bytes =
  (bytes: string): Misbehaviour =>
  ({ socket }) =>
    socket.end(Buffer.from(bytes, 'latin1'));

const says =
  (status: number, body = '', headers = {}): Misbehaviour =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

/** Misbehaves for one path only, and responds correctly to all others. */
const onlyAt =
  (path: string, misbehave: Misbehaviour): Misbehaviour =>
  (request, response) =>
    request.url?.includes(path) ? misbehave(request, response) : undefined;

const halfResponse = (response: ServerResponse) =>
  response.writeHead(200, { 'content-length': 1_000 }).write('{"responseList":[');

function dripping(response: ServerResponse): true {
  response.writeHead(200, { 'content-length': 100_000 });
  const writing = setInterval(() => response.write(' '), 100);
  response.once('close', () => clearInterval(writing));
  return true;
}

function endless(response: ServerResponse): true {
  const part = Buffer.alloc(65_536, ' ');
  const write = () => {
    while (!response.destroyed && response.write(part));
  };
  response.on('drain', write);
  write();
  return true;
}

const notARegistry = 'it answered something else than a registry: is it a Eureka server';
const truncated = /retrying \((ECONNRESET|its answer ended early)\)/;

export const misbehaviours: readonly MisbehaviourRow[] = [
  ['speaks no HTTP', bytes('\0\xff\x16 garbage\r\n\r\n'), 'HPE_'],
  ['closes the connection at once', ({ socket }) => socket.destroy(), 'ECONNRESET'],
  [
    'answers a page with 200',
    says(200, '<html>It works!</html>', { 'content-type': 'text/html' }),
    notARegistry,
  ],
  ['answers 200 without a body', says(200), notARegistry],
  ['answers 204', says(204), notARegistry],
  ['answers 500', says(500), 'it answered 500'],
  ['answers 503', says(503), 'it answered 503'],
  ['answers 401', says(401), 'it answered 401'],
  ['redirects', says(302, '', { location: '/' }), 'it answered 302'],
  [
    'sends an endless response',
    (_request, response) => endless(response),
    'it answered more than 100000 bytes',
  ],
  ['sends half a response', ({ socket }, response) => halfResponse(response) && socket.end(), truncated],
  [
    'resets the connection in the middle',
    ({ socket }, response) => halfResponse(response) && socket.resetAndDestroy(),
    truncated,
  ],
  ['answers null', says(200, 'null'), notARegistry],
  ['answers a list', says(200, '[]'), notARegistry],
  ['answers with a string for a list', says(200, '{"responseList":"[]"}'), notARegistry],
  ['answers with a prototype', says(200, '{"__proto__":{"responseList":[],"polluted":1}}'), notARegistry],
  ['answers with nested brackets', says(200, '['.repeat(90_000)), notARegistry],
  [
    'answers more items than were sent',
    onlyAt('/batch', says(200, '{"responseList":[{"statusCode":200}]}')),
    notARegistry,
  ],
  ['answers fewer items than were sent', onlyAt('/batch', says(200, '{"responseList":[]}')), notARegistry],
  ['returns a page for its registry', onlyAt('/apps', says(200, '<html>')), notARegistry],
  [
    'returns a string for an instance',
    onlyAt('/apps', says(200, '{"applications":{"application":[{"name":"A","instance":"x"}]}}')),
    notARegistry,
  ],
  [
    'compares with wrong digests',
    onlyAt('/compare', says(200, '{"apps":[1]}')),
    `comparison failed, retrying (${notARegistry}`,
  ],
  ['compares with 500', onlyAt('/compare', says(500)), 'comparison failed, retrying (it answered 500'],
  [
    'compares with invalid rows',
    onlyAt('/detail', says(200, '{"apps":[["A",[["x"]],[]]]}')),
    `comparison failed, retrying (${notARegistry}`,
  ],
  // Slow ones come last, since the initial sync asks one peer after the other.
  ['never responds', () => true, 'no answer within 1500 ms'],
  ['sends a byte now and then', (_request, response) => dripping(response), 'no answer within 1500 ms'],
];
