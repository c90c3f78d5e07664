import { gzipSync } from 'node:zlib';
import { partialRequest, asGzip, batch, chunked, post, put, raw, withField } from './bytes.js';
import type { HostileRow } from './row.js';

const toApp = 'POST /eureka/apps/GUEST';
const toBatch = 'POST /eureka/peerreplication/batch/';
const megabyte = 1_048_576;

/** A registration of exactly this many bytes. */
const ofSize = (bytes: number): Buffer => {
  const empty = Buffer.byteLength(withField('metadata', { note: '' }));
  return Buffer.from(withField('metadata', { note: 'x'.repeat(bytes - empty) }));
};
const inPieces = (bytes: number): Buffer[] =>
  Array.from({ length: bytes / 65_536 }, () => Buffer.alloc(65_536, ' '));
const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [i.toString(36).toUpperCase(), '']));
const list = (content: string, closed = '') => batch(`{"replicationList":[${content}${closed}`);

/** Too much of something, and just not too much. */
export const sizeRows: readonly HostileRow[] = [
  ['a registration of 1 MB', () => post(ofSize(megabyte)), 204],
  ['a registration of 1 MB and a byte', () => post(ofSize(megabyte + 1)), 413],
  ['a registration that says it has 2 MB', partialRequest(toApp, 2_000_000), 413],
  ['a registration that says it has a petabyte', partialRequest(toApp, 10 ** 15), 413],
  ['a registration of 1 MB in chunks', () => chunked(toApp, [ofSize(megabyte)]), 204],
  ['a registration of 2 MB in chunks', () => chunked(toApp, inPieces(2 * megabyte)), 413],
  ['2 MB in 2 kB of gzip', post(gzipSync(withField('hostName', 'x'.repeat(2_000_000))), asGzip), 413],
  ['100 MB in 100 kB of gzip', () => post(gzipSync(Buffer.alloc(100_000_000)), asGzip), 413],
  ['a heartbeat with a body of 2 MB', partialRequest('PUT /eureka/apps/SHOP/web-1', 2_000_000), 413],
  ['100,000 metadata keys', () => post(withField('metadata', keys(100_000))), 400, 'it has 100000 keys'],
  ['5,000 metadata keys', () => post(withField('metadata', keys(5_000))), 204],
  [
    '100,000 unknown fields',
    () => post(JSON.stringify({ instance: keys(100_000) })),
    400,
    'instance.app must be',
  ],

  ['a batch that says it has 17 MB', partialRequest(toBatch, 17_000_000), 413],
  ['a batch of 17 MB in chunks', () => chunked(toBatch, inPieces(17 * megabyte)), 413],
  ['a batch of 17 MB in 17 kB of gzip', () => batch(gzipSync(Buffer.alloc(17 * megabyte)), asGzip), 413],
  [
    'a batch of 16 MB of brackets',
    () => list('['.repeat(16_000_000)),
    400,
    'at most 50 lists and objects deep',
  ],
  [
    'a batch of 16 MB of empty objects',
    () => list('{},'.repeat(5_000_000), '{}]}'),
    400,
    'of 200000 values at most',
  ],
  ['a batch of 16 MB of numbers', () => list('1,'.repeat(8_000_000), '1]}'), 400, 'of 200000 values at most'],
  [
    'a batch of one text of 16 MB',
    () => list(`"${'x'.repeat(16_000_000)}"`, ']}'),
    400,
    'replicationList[0] must be',
  ],
  ['a batch of 16 MB of blanks', () => list(' '.repeat(16_000_000), ']}'), 200],
  [
    'a batch of 2 MB at a path that is none',
    () => raw('POST /eureka/peerreplication/batch/x', Buffer.alloc(2_000_000)),
    404,
  ],

  ['a parameter of 10 kB', put(`apps/SHOP/web-1?status=${'x'.repeat(10_000)}`), 200],
  [
    '2,000 parameters',
    put(`apps/SHOP/web-1?${Array.from({ length: 2_000 }, (_, i) => `a${i}`).join('&')}`),
    200,
  ],
  ['one parameter 1,500 times', put(`apps/SHOP/web-1?${'status=UP&'.repeat(1_500)}`), 200],
  ['10,000 ampersands', put(`apps/SHOP/web-1?${'&'.repeat(10_000)}`), 200],
  ['2,000 types in Accept', raw('GET /eureka/apps/SHOP', '', `Accept: ${'a/b,'.repeat(2_000)}\r\n`), 406],
  [
    '2,000 parameters of a type in Accept',
    raw('GET /eureka/apps/SHOP', '', `Accept: */*${';q=1'.repeat(2_000)}\r\n`),
    200,
  ],
];
