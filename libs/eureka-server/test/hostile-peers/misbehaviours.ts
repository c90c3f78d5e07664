import type { ServerResponse } from 'node:http';
import type { Misbehaviour } from './odd-peer.js';

/** What it is, what it does, and words of the one line that names it. */
export type BadPeerRow = [what: string, misbehave: Misbehaviour, says: string | RegExp];

const raw =
  (bytes: string): Misbehaviour =>
  ({ socket }) =>
    socket.end(Buffer.from(bytes, 'latin1'));

const says =
  (status: number, body = '', headers = {}): Misbehaviour =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

/** Only where this is asked for; all else it answers as it should. */
const at =
  (path: string, misbehave: Misbehaviour): Misbehaviour =>
  (request, response) =>
    request.url?.includes(path) ? misbehave(request, response) : undefined;

const half = (response: ServerResponse) =>
  response.writeHead(200, { 'content-length': 1_000 }).write('{"responseList":[');

function aByteNowAndThen(response: ServerResponse): true {
  response.writeHead(200, { 'content-length': 100_000 });
  const writing = setInterval(() => response.write(' '), 100);
  response.once('close', () => clearInterval(writing));
  return true;
}

function withoutEnd(response: ServerResponse): true {
  const part = Buffer.alloc(65_536, ' ');
  const write = () => {
    while (!response.destroyed && response.write(part));
  };
  response.on('drain', write);
  write();
  return true;
}

const noRegistry = 'it answered something else than a registry: is it a Eureka server';
const cut = /retrying \((ECONNRESET|its answer ended early)\)/;

export const badPeers: readonly BadPeerRow[] = [
  ['speaks no HTTP', raw('\0\xff\x16 garbage\r\n\r\n'), 'HPE_'],
  ['hangs up without a word', ({ socket }) => socket.destroy(), 'ECONNRESET'],
  [
    'answers a page with 200',
    says(200, '<html>It works!</html>', { 'content-type': 'text/html' }),
    noRegistry,
  ],
  ['answers nothing with 200', says(200), noRegistry],
  ['answers 204', says(204), noRegistry],
  ['answers 500', says(500), 'it answered 500'],
  ['answers 503', says(503), 'it answered 503'],
  ['answers 401', says(401), 'it answered 401'],
  ['sends us elsewhere', says(302, '', { location: '/' }), 'it answered 302'],
  ['answers without end', (_request, response) => withoutEnd(response), 'it answered more than 100000 bytes'],
  ['answers by half', ({ socket }, response) => half(response) && socket.end(), cut],
  [
    'resets the connection in the middle',
    ({ socket }, response) => half(response) && socket.resetAndDestroy(),
    cut,
  ],
  ['answers null', says(200, 'null'), noRegistry],
  ['answers a list', says(200, '[]'), noRegistry],
  ['answers with a text for a list', says(200, '{"responseList":"[]"}'), noRegistry],
  ['answers with a prototype', says(200, '{"__proto__":{"responseList":[],"polluted":1}}'), noRegistry],
  ['answers with brackets', says(200, '['.repeat(90_000)), noRegistry],
  [
    'answers more than was asked',
    at('/batch', says(200, '{"responseList":[{"statusCode":200}]}')),
    noRegistry,
  ],
  ['answers less than was asked', at('/batch', says(200, '{"responseList":[]}')), noRegistry],
  ['shows a page for a registry', at('/apps', says(200, '<html>')), noRegistry],
  [
    'shows a text for an instance',
    at('/apps', says(200, '{"applications":{"application":[{"name":"A","instance":"x"}]}}')),
    noRegistry,
  ],
  [
    'compares with a list',
    at('/compare', says(200, '{"apps":[1]}')),
    `cannot be compared with: retrying (${noRegistry}`,
  ],
  ['compares with 500', at('/compare', says(500)), 'cannot be compared with: retrying (it answered 500'],
  [
    'compares rows that are none',
    at('/detail', says(200, '{"apps":[["A",[["x"]],[]]]}')),
    `cannot be compared with: retrying (${noRegistry}`,
  ],
  // These hold up the first copy, which asks one peer after the other: so they come last.
  ['is silent', () => true, 'no answer within 1500 ms'],
  [
    'answers a byte now and then',
    (_request, response) => aByteNowAndThen(response),
    'no answer within 1500 ms',
  ],
];
