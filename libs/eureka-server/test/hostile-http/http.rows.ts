import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { bytesOf, chunked, guest, raw } from './bytes.js';
import type { HostileRow } from './row.js';

const whole = JSON.stringify(encodeInstanceDocument(guest));
const get = (...headers: string[]) =>
  bytesOf('GET /eureka/apps/SHOP HTTP/1.1', 'Host: x', 'Connection: close', ...headers, '');
const postOf = (body: string, ...headers: string[]) =>
  Buffer.concat([
    bytesOf(
      'POST /eureka/apps/GUEST HTTP/1.1',
      'Host: x',
      'Connection: close',
      'Content-Type: application/json',
      ...headers,
      '',
    ),
    Buffer.from(body),
  ]);
const inChunks = (text: string) => postOf(text, 'Transfer-Encoding: chunked');
const headers = (count: number, value: string) => Array.from({ length: count }, (_, i) => `a${i}: ${value}`);

/** Bytes that Node's own parser refuses before there is a request, so they are not logged. */
export const httpRows: readonly HostileRow[] = [
  ['no HTTP at all', bytesOf('hello, is anyone there?', ''), 400, 'Client Error'],
  ['TLS', Buffer.from('16030100f8010000f40303', 'hex'), 400, 'Client Error'],
  ['NULs', Buffer.alloc(1_000), 400, 'Client Error'],
  ['an unknown method', raw('BREW /eureka/apps/SHOP'), 400, 'Client Error'],
  ['a method in lower case', raw('get /eureka/apps/SHOP'), 400, 'Client Error'],
  ['HTTP/2', bytesOf('PRI * HTTP/2.0', '', 'SM', ''), 400, 'Client Error'],
  ['HTTP/3.7', bytesOf('GET /eureka/apps/SHOP HTTP/3.7', 'Host: x', ''), 400, 'Client Error'],
  ['a blank in the path', raw('GET /eureka/apps/SHOP /web-1'), 400, 'Client Error'],
  ['raw UTF-8 in the path', raw('GET /eureka/apps/支付'), 400, 'Client Error'],
  ['no Host', bytesOf('GET /eureka/apps/SHOP HTTP/1.1', 'Connection: close', ''), 400],
  ['two Hosts', get('Host: y'), 400],
  ['two Hosts that are equal', get('hOST: x'), 400],
  ['a header without a colon', get('hello'), 400, 'Client Error'],
  ['a header with a blank in its name', get('a b: c'), 400, 'Client Error'],
  ['a header with a NUL', get('a: b\0c'), 400, 'Client Error'],
  ['a header without a name', get(': a'), 400, 'Client Error'],
  [
    'headers that end in line feeds alone',
    Buffer.from('GET /eureka/apps/SHOP HTTP/1.1\nHost: x\n\n'),
    400,
    'Client Error',
  ],
  [
    'two lengths that differ',
    postOf(whole, 'Content-Length: 5', `Content-Length: ${whole.length}`),
    400,
    'Client Error',
  ],
  [
    'a length and chunks',
    postOf('0\r\n\r\n', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
    400,
    'Client Error',
  ],
  [
    'chunks and a length',
    postOf('0\r\n\r\n', 'Transfer-Encoding: chunked', 'Content-Length: 5'),
    400,
    'Client Error',
  ],
  ['a length below zero', postOf(whole, 'Content-Length: -5'), 400, 'Client Error'],
  ['a length in words', postOf(whole, 'Content-Length: five'), 400, 'Client Error'],
  ['a length of 30 digits', postOf(whole, `Content-Length: ${'9'.repeat(30)}`), 400, 'Client Error'],
  [
    'a transfer coding after the chunks',
    postOf('0\r\n\r\n', 'Transfer-Encoding: chunked, gzip'),
    400,
    'Client Error',
  ],
  ['headers of 17 kB', get(`a: ${'x'.repeat(17_000)}`), 431, 'header size'],
  ['a path of 17 kB', raw(`GET /eureka/apps/${'x'.repeat(17_000)}`), 431, 'header size'],
  ['2,000 headers of 10 bytes each', get(...headers(2_000, 'x'.repeat(10))), 431, 'header size'],
  ['500 headers', get(...headers(500, '')), 200],
  ['HTTP/0.9', bytesOf('GET /eureka/apps/SHOP', ''), 200],
  ['HTTP/1.0', bytesOf('GET /eureka/apps/SHOP HTTP/1.0', ''), 200],
  ['an unknown expectation', get('Expect: a miracle'), 417],
  ['an expectation to go on', postOf(whole, 'Expect: 100-continue', `Content-Length: ${whole.length}`), 204],
  [
    'an upgrade to a web socket',
    get('Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: AAAA', 'Sec-WebSocket-Version: 13'),
    200,
  ],
  [
    'an upgrade to HTTP/2',
    get('Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'),
    200,
  ],
  ['a whole URL', raw('GET http://x/eureka/apps/SHOP'), 200],
  ['a whole URL of another host', raw('GET http://example.org/eureka/apps/SHOP'), 200],
  ['OPTIONS of everything', raw('OPTIONS *', '', ''), 404, 'Cannot OPTIONS *'],
  ['a method that HTTP has and we do not', raw('PROPFIND /eureka/apps/SHOP'), 405],
  ['a method of caches', raw('PURGE /eureka/apps/SHOP'), 405],
];

/** A body that breaks off or is no body, after a request that began well. */
export const brokenBodyRows: readonly HostileRow[] = [
  [
    'HTTP/1.0 with a body of no length',
    Buffer.concat([
      bytesOf('POST /eureka/apps/GUEST HTTP/1.0', 'Content-Type: application/json', ''),
      Buffer.from(whole),
    ]),
    400,
    'Client Error',
  ],
  ['an unknown transfer coding', postOf('0\r\n\r\n', 'Transfer-Encoding: xchunked'), 400, 'Client Error'],
  ['a size of a chunk in words', inChunks('five\r\nhello\r\n0\r\n\r\n'), 400, 'Client Error'],
  ['a size of a chunk of 20 digits', inChunks('ffffffffffffffffffff\r\n'), 400, 'Client Error'],
  ['a size of a chunk below zero', inChunks('-1\r\n'), 400, 'Client Error'],
  ['a chunk that is longer than it says', inChunks('1\r\nhello\r\n0\r\n\r\n'), 400, 'Client Error'],
  [
    'an extension of a chunk of 20 kB',
    inChunks(`1;${'x'.repeat(20_000)}\r\n{\r\n0\r\n\r\n`),
    400,
    'Client Error',
  ],
  [
    'trailers',
    Buffer.concat([
      chunked('POST /eureka/apps/GUEST', [Buffer.from(whole)]).subarray(0, -2),
      bytesOf('app: OTHER', ''),
    ]),
    204,
  ],
];

/** Methods that a resource does not have. */
export const methodRows: readonly HostileRow[] = [
  ...['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE'].map(
    (method): HostileRow => [`${method} of the registry`, raw(`${method} /eureka/apps`), 405],
  ),
  ...['PUT', 'DELETE', 'PATCH'].map(
    (method): HostileRow => [`${method} of an application`, raw(`${method} /eureka/apps/SHOP`), 405],
  ),
  ...['POST', 'PATCH'].map(
    (method): HostileRow => [`${method} of an instance`, raw(`${method} /eureka/apps/SHOP/web-1`), 405],
  ),
  ...['GET', 'POST', 'HEAD'].map(
    (method): HostileRow => [`${method} of a status`, raw(`${method} /eureka/apps/SHOP/web-1/status`), 405],
  ),
  ...['GET', 'PUT', 'DELETE', 'HEAD'].map(
    (method): HostileRow => [`${method} of a batch`, raw(`${method} /eureka/peerreplication/batch`), 405],
  ),
  ['a DELETE of an unknown instance', raw('DELETE /eureka'), 404],
  ['a form that we do not have', raw('GET /eureka/apps', '', 'Accept: text/html\r\n'), 406],
  ['a heartbeat that wants HTML', raw('PUT /eureka/apps/SHOP/web-1', '', 'Accept: text/html\r\n'), 406],
  ['an Accept that is none', raw('GET /eureka/apps', '', 'Accept: ;;;,,,\r\n'), 406],
  ['an Accept with a name of every object', raw('GET /eureka/apps', '', 'Accept: __proto__\r\n'), 406],
];
