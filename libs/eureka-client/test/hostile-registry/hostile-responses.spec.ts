import { anInstance } from '@eureka-nest/protocol/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as bad from './behaviours.js';
import { allKinds, on, reads } from './behaviours.js';
import { listing } from './programmable-registry.js';
import { type HostileRow, itEndures } from './trial.js';

const pem = (name: string) => readFileSync(join(__dirname, '../../../runtime/fixtures/tls', name));
const right = listing([anInstance({ port: 8101 })]);
const html = '<!doctype html><title>Sign in</title>';

const onAll: readonly [name: string, behaviour: (typeof bad)['hangs']][] = [
  ['never responds', bad.hangs],
  ['hangs after the head', bad.hangsAfterHead],
  ['sends a head without an end', bad.dripsHead],
  ['sends interim responses for ever', bad.sendsInterim],
  ['drips its bodies', bad.drips],
  ['sends endless bodies', bad.floods(' '.repeat(64_000))],
  ['declares 100 MB', bad.declaresMuch],
  ['resets connections', bad.resets],
  ['closes connections', bad.closes],
  ['responds with HTML', bad.responds(200, html, { 'content-type': 'text/html' })],
  ['responds with HTML as JSON', bad.responds(200, html)],
  ['redirects to itself', bad.redirects],
  ['redirects to a target of 10 kB', bad.responds(301, '', { location: `/${'x'.repeat(10_000)}` })],
  ['responds with 500 and a stack', bad.responds(500, `Error: x\n${'    at f (a.js:1:1)\n'.repeat(500)}`)],
  ['responds with 500 and terminal codes', bad.responds(500, '\x1b[2J\x1b[31mred\x07\x00\x7f')],
  ['asks for a login', bad.responds(401, '', { 'www-authenticate': 'Basic realm="x"' })],
  ['limits the rate', bad.responds(429, 'slow down', { 'retry-after': '999999999' })],
  ['sends a 204 with a body', bad.writes('HTTP/1.1 204 No Content\r\n\r\nand some more', true)],
  ['sends two responses', bad.writes('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'.repeat(2), true)],
  [
    'switches protocols',
    bad.writes('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', true),
  ],
  ['speaks no HTTP', bad.writes('SSH-2.0-OpenSSH_9.6\r\n', true)],
  ['sends a head of 1 MB', bad.writes(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(200_000)}\r\n`)],
  ['has broken chunks', bad.writes('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n')],
  ['ends within a chunk', bad.writes('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"app')],
  ['sends two lengths', bad.writes('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x')],
  ['sends gzip that is none', bad.responds(200, 'plain', { 'content-encoding': 'gzip' })],
];

const onReads: readonly HostileRow[] = [
  { name: 'JSON cut off', behaviours: on(reads, bad.responds(200, right.slice(0, -40))) },
  {
    name: 'HTTP/1.0 without a length, cut off',
    behaviours: on(reads, bad.writes(`HTTP/1.0 200 OK\r\n\r\n${right.slice(0, 200)}`)),
  },
  {
    name: 'HTTP/1.0 without a length',
    isBelieved: true,
    behaviours: on(reads, bad.writes(`HTTP/1.0 200 OK\r\n\r\n${right}`)),
  },
  {
    name: 'the wrong content type',
    isBelieved: true,
    behaviours: on(reads, bad.responds(200, right, { 'content-type': 'text/html' })),
  },
  { name: 'XML', behaviours: on(reads, bad.responds(200, '<applications/>')) },
  { name: 'nothing', behaviours: on(reads, bad.responds(200)) },
  { name: 'a 204', behaviours: on(reads, bad.responds(204)) },
  { name: 'a 304', behaviours: on(reads, bad.responds(304)) },
];

describe('a client endures a registry that', () => {
  itEndures([
    ...onAll.map(([name, behaviour]) => ({ name, behaviours: on(allKinds, behaviour) })),
    {
      name: 'has a certificate that is not trusted',
      behaviours: {},
      tls: { cert: pem('server.pem'), key: pem('server.key') },
    },
  ]);
});

describe('a client endures fetches that return', () => itEndures(onReads));

describe('a client endures deltas alone that', () => {
  itEndures([
    { isFollowed: true, name: 'respond with 500', behaviours: { delta: bad.responds(500, 'broken') } },
    { isFollowed: true, name: 'are HTML', behaviours: { delta: bad.responds(200, html) } },
    { name: 'never come', behaviours: { delta: bad.hangs } },
    // Each attempt ends the connection: the registry is lost, and back with the next full fetch.
    { isFollowed: true, maxLines: 20, name: 'reset connections', behaviours: { delta: bad.resets } },
    {
      isFollowed: true,
      name: 'have another hash code',
      behaviours: { delta: bad.responds(200, listing([], 'UP_7_')) },
    },
  ]);
});
