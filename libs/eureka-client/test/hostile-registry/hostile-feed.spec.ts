import { anInstance } from '@eureka-nest/protocol/testing';
import * as bad from './behaviours.js';
import { type Behaviour, listing } from './programmable-registry.js';
import { itEndures } from './trial.js';

const eventStream = { 'content-type': 'text/event-stream' };

const event = (name: string, data: string, id?: string): string =>
  `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`;
const hello = (position: string, keepAliveMs: unknown = 1_000): string =>
  event('hello', JSON.stringify({ position, keepAliveMs }), position);
const emptyDelta = (id: string, hashCode = 'UP_2_'): string => event('delta', listing([], hashCode), id);
const ghost = (id: string) =>
  event(
    'delta',
    listing([{ ...anInstance({ instanceId: 'ghost', leaseSecs: 3 }), actionType: 'ADDED' }], 'UP_1_'),
    id,
  );

/** Opens a stream with a good `hello`, and then sends pieces for ever. */
const greetsAnd =
  (piece: (n: number) => string, ms = 10, greeting?: string): Behaviour =>
  ({ response, registry, every }) => {
    response.writeHead(200, eventStream);
    response.write(greeting ?? hello(registry.position ?? 'a.1'));
    let n = 0;
    every(ms, () => response.writableNeedDrain || response.write(piece(n++)));
  };

const greetsAndCloses =
  (greeting?: string): Behaviour =>
  ({ response, registry }) =>
    void response.writeHead(200, eventStream).end(greeting ?? hello(registry.position ?? 'a.1'));

const sends = (text: string): Behaviour => greetsAnd(() => '', 1_000, text);

describe('a client endures a change feed that', () => {
  const rows: readonly [name: string, behaviour: Behaviour][] = [
    ['never responds', bad.hangs],
    ['never greets', bad.responds(200, '', eventStream)],
    ['hangs after its head', ({ response }) => response.writeHead(200, eventStream).flushHeaders()],
    ['resets connections', bad.resets],
    ['is HTML', bad.responds(200, '<p>', { 'content-type': 'text/html' })],
    ['is a 500', bad.responds(500, 'broken')],
    ['redirects to itself', bad.redirects],
    ['closes after its greeting for ever', greetsAndCloses()],
    [
      'closes after a greeting of another node for ever',
      ({ response }) => greetsAndCloses(hello(`n${performance.now() | 0}.1`))({ response } as never),
    ],
    ['closes after garbage', greetsAndCloses('garbage\n\n')],
    ['starts with garbage', sends(event('hello', '{'))],
    ['starts with null', sends(event('hello', 'null'))],
    ['starts with a position that is none', sends(event('hello', '{"position":[1]}'))],
    ['starts with a future position', sends(hello('a.999999999999999'))],
    ['starts with a keep-alive of 1e15', sends(hello('a.1', 1e15))],
    ['starts with a keep-alive of -1', sends(hello('a.1', -1))],
    ['starts with a keep-alive of 0', sends(hello('a.1', 0))],
    ['starts with a keep-alive that is a text', sends(hello('a.1', 'soon'))],
    ['greets for ever', greetsAnd((n) => hello(`a.${n}`))],
    ['greets for ever, each time as another node', greetsAnd((n) => hello(`n${n}.1`))],
    ['sends ever greater positions', greetsAnd((n) => emptyDelta(`a.${1_000 + n}`))],
    ['sends ever smaller positions', greetsAnd((n) => emptyDelta(`a.${Math.max(0, 1_000 - n)}`))],
    ['sends one position for ever', greetsAnd(() => emptyDelta('a.5'))],
    ['sends deltas of ever another node', greetsAnd((n) => emptyDelta(`n${n}.1`))],
    ['sends deltas without a position', greetsAnd(() => emptyDelta(''))],
    ['sends ghosts', greetsAnd((n) => ghost(`a.${n}`))],
    ['sends wrong hash codes', greetsAnd((n) => emptyDelta(`a.${n}`, 'UP_77_'))],
    ['sends hash codes of 100 kB', greetsAnd((n) => emptyDelta(`a.${n}`, `UP_${'7'.repeat(100_000)}_`))],
    ['sends unknown events', greetsAnd((n) => event(`kind${n}`, '{}'))],
    ['sends garbage', greetsAnd((n) => `garbage ${n}\n\n`)],
    ['sends events that are HTML', greetsAnd(() => event('delta', '<p>'))],
    [
      'orders to fetch all for ever',
      greetsAnd(() => event('resync', '{"position":"a.999999","apps__hashcode":""}')),
    ],
    ['orders to fetch another node for ever', greetsAnd((n) => event('resync', `{"position":"n${n}.9"}`))],
    ['sends comments for ever', greetsAnd(() => ':'.padEnd(10_000, 'x') + '\n')],
    ['sends one comment without an end', greetsAnd(() => 'x'.repeat(64_000), 2, ':')],
    ['sends data lines without an end', greetsAnd(() => 'data:\n'.repeat(10_000), 2)],
    ['sends only comments', greetsAnd(() => ':\n\n', 10, ':\n\n')],
    ['sends null bytes', greetsAnd(() => '\0'.repeat(1_000))],
    [
      'sends half a character',
      ({ response }) => void response.writeHead(200, eventStream).end(Buffer.from([0xe4, 0xb8])),
    ],
  ];
  // Its fetches are right: however the feed misbehaves, the copy follows them.
  itEndures(
    rows.map(([name, feed]) => ({
      name,
      node: 'a',
      isFollowed: true,
      hasGhosts: name === 'sends ghosts',
      behaviours: { feed },
    })),
  );
});
