import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeApplicationDocument,
  decodeApplicationsDocument,
  decodeApplicationsXml,
  decodeApplicationXml,
  decodeInstance,
  DecodeError,
  decodeInstanceDocument,
  decodeInstanceXml,
  decodeReplicationResponses,
  decodeReplicationList,
} from '../src/index.js';

const now = 1_795_500_000_000;
const jsonDecoders = [
  decodeInstance,
  decodeInstanceDocument,
  decodeApplicationDocument,
  decodeApplicationsDocument,
  decodeReplicationList,
  decodeReplicationResponses,
];
const xmlDecoders = [decodeInstanceXml, decodeApplicationXml, decodeApplicationsXml];

const words = [
  ...['instance', 'application', 'applications', 'replicationList', 'responseList', 'responseEntity'],
  ...[
    'instanceInfo',
    'app',
    'name',
    'appName',
    'id',
    'action',
    'hostName',
    'status',
    'port',
    '$',
    '@enabled',
  ],
  ...['leaseInfo', 'metadata', 'dataCenterInfo', '@class', 'durationInSecs', 'lastDirtyTimestamp', 'sid'],
  ...[
    'versions__delta',
    'statusCode',
    '__proto__',
    'constructor',
    'toString',
    'length',
    '',
    '\u0000',
    '\ud800',
  ],
  ...[
    'Register',
    'UP',
    '17',
    '-1',
    'true',
    'com.netflix.appinfo.AmazonInfo',
    'java.util.Collections$EmptyMap',
  ],
];
const scalar = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 0.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 1e21),
  fc.constantFrom(...words),
  fc.string(),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    scalar,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...words), tie('json'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

const folder = join(__dirname, '../fixtures');
const recorded = (ending: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

/** Copies a value, with the part that the path of indices leads to replaced. */
function changed(value: unknown, turns: readonly number[], by: unknown): unknown {
  const [turn, ...further] = turns;
  if (turn === undefined || typeof value !== 'object' || value === null) return by;
  const entries = Object.entries(value);
  const at = turn % (entries.length || 1);
  const copy = entries.map(
    ([name, each], i) => [name, i === at ? changed(each, further, by) : each] as const,
  );
  return Array.isArray(value) ? copy.map(([, each]) => each) : Object.fromEntries(copy);
}

/** Rethrows every error but a DecodeError. */
function outcomeOf<T>(decoder: (value: T, now: number) => unknown, value: T): 'decoded' | 'rejected' {
  try {
    decoder(value, now);
    return 'decoded';
  } catch (error) {
    if (error instanceof DecodeError && error.field !== '' && error.message.length < 400) return 'rejected';
    throw error;
  }
}

const outcomes = new Map<string, number>();
const count = (outcome: string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
const known = Object.getOwnPropertyNames(Object.prototype);

beforeEach(() => outcomes.clear());
afterEach(() => expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(known));

describe('JSON is decoded or rejected with a DecodeError', () => {
  it('for any value', () => {
    fc.assert(
      fc.property(json, (value) => {
        for (const decoder of jsonDecoders) count(outcomeOf(decoder, value));
      }),
      { numRuns: 2_000 },
    );
    expect([...outcomes.keys()].sort()).toEqual(['decoded', 'rejected']);
  });

  it('for a recorded document with one value replaced', () => {
    const bodies = recorded('.json').map((body): unknown => JSON.parse(body));
    fc.assert(
      fc.property(
        fc.constantFrom(...bodies),
        fc.array(fc.nat(40), { maxLength: 6 }),
        json,
        (body, turns, by) => {
          for (const decoder of jsonDecoders) count(outcomeOf(decoder, changed(body, turns, by)));
        },
      ),
      { numRuns: 2_000 },
    );
    expect(outcomes.get('decoded')).toBeGreaterThan(100);
    expect(outcomes.get('rejected')).toBeGreaterThan(100);
  });

  it('at any depth', () => {
    let deep: unknown = {};
    for (let i = 0; i < 100_000; i++) deep = i % 2 ? [deep] : { a: deep };
    for (const value of [deep, { instance: deep }, { instance: { app: 'A', foo: deep } }]) {
      for (const decoder of jsonDecoders) outcomeOf(decoder, value);
    }
    expect(outcomeOf(decodeInstance, { app: 'A', metadata: { deep } })).toBe('rejected');
  });

  it('at any size', () => {
    const metadata = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]));
    expect(outcomeOf(decodeInstance, { app: 'A', metadata })).toBe('decoded');
  });
});

describe('XML is decoded or rejected with a DecodeError', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        '<',
        '>',
        '/>',
        '</',
        '&',
        ';',
        '&lt;',
        '&#x0;',
        '&e;',
        '&constructor;',
        '"',
        "'",
        '=',
        ']]>',
        '<![CDATA[',
      ],
      ...['<!DOCTYPE a [<!ENTITY e "x">]>', '<!--', '-->', '<?xml ?>', '\r', '\u0000', '\ud800', '\uFEFF'],
      ...[
        '<instance>',
        '</instance>',
        '<app>A</app>',
        '<port enabled="x">',
        '<application>',
        '</application>',
      ],
      ...['<a hasOwnProperty="1" b="2">', '<__proto__>', '<metadata><_.0020/></metadata>', '<constructor/>'],
    ),
    fc.string(),
  );

  it('for any text', () => {
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        for (const decoder of xmlDecoders) {
          count(outcomeOf(decoder, pieces.join('')));
          count(outcomeOf(decoder, `<instance><app>A</app>${pieces.join('')}</instance>`));
        }
      }),
      { numRuns: 1_000 },
    );
    expect([...outcomes.keys()].sort()).toEqual(['decoded', 'rejected']);
  });

  it('for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        for (const decoder of xmlDecoders) outcomeOf(decoder, Buffer.from(bytes).toString());
      }),
      { numRuns: 1_000 },
    );
  });

  it('for a recorded document with a part replaced', () => {
    const bodies = recorded('.xml');
    const spoiled = fc
      .tuple(fc.constantFrom(...bodies), fc.nat(5_000), fc.nat(50), piece)
      .map(([body, at, length, by]) => {
        const start = at % body.length;
        return body.slice(0, start) + by + body.slice(start + length);
      });
    fc.assert(
      fc.property(spoiled, (body) => {
        for (const decoder of xmlDecoders) count(outcomeOf(decoder, body));
      }),
      { numRuns: 500 },
    );
    expect(outcomes.get('decoded')).toBeGreaterThan(0);
    expect(outcomes.get('rejected')).toBeGreaterThan(100);
  });
});
