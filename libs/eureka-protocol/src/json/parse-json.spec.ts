import fc from 'fast-check';
import { decodeInstanceDocument } from './decode-instance.js';
import { decodeJson, parseJson } from './parse-json.js';
import { decodeReplicationList } from './replication-json.js';

const now = 1_795_500_000_000;

it.each([
  ['{"a":1.10}', { a: '1.10' }],
  ['{"a":1.0,"b":-0,"c":-0.0}', { a: '1.0', b: '-0', c: '-0.0' }],
  ['{"a": 1234567890123456789}', { a: '1234567890123456789' }],
  ['{"a":\n\t1e3 }', { a: '1e3' }],
  ['{"a":1E400,"b":0.1e-7,"c":1e+2}', { a: '1E400', b: '0.1e-7', c: '1e+2' }],
  ['{"a":{"b":[{"c":3.10}]}}', { a: { b: [{ c: '3.10' }] } }],
  ['{"a\\"":1.10,"\\\\":2.0,"b":"x: 1.10"}', { 'a"': '1.10', '\\': '2.0', b: 'x: 1.10' }],
  [
    '{"a":7,"b":1.5,"c":-3,"d":9007199254740991,"e":0}',
    { a: 7, b: 1.5, c: -3, d: 9_007_199_254_740_991, e: 0 },
  ],
])('%s: a number that would lose characters is a text', (json, value) => {
  expect(parseJson(json)).toEqual(value);
});

it.each([
  ...['{"a":01.10}', '{"a":1.}', '{"a":.5}', '{"a":+1.10}', '{"a":--1.10}', '{"a":1.10.1}', '{"a":1e}'],
  ...['{1.10:2}', '{"a":1.10 :2}', '{"a":{1.10  :2.0}}', '{"a":1.10x}', '{"a":"1.10}', '{"a":0x1.10}'],
  ...['{"a":1.10,}', '{"a":1.10 2.10}', '{"a":NaN}', '', '{"a":-}', '{"a":1.10"b"}'],
])('%s is no JSON', (json) => {
  expect(() => JSON.parse(json) as unknown).toThrow(SyntaxError);
  expect(() => parseJson(json)).toThrow(SyntaxError);
});

it('accepts what JSON.parse accepts, with the same value but for the type of a number', () => {
  const characters = fc.constantFrom(...'{}[]:,"\\ -+.eE0123456789antrue\n');
  fc.assert(
    fc.property(fc.string({ unit: characters }), (inside) => {
      const json = `{"a":${inside}}`;
      expect(outcomeOf(() => unquoted(parseJson(json)))).toEqual(outcomeOf(() => unquoted(JSON.parse(json))));
    }),
    { numRuns: 3000 },
  );
});

it('keeps any document of other values', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(unquoted(parseJson(`{"a":${json}}`))).toEqual(unquoted(JSON.parse(`{"a":${json}}`)));
    }),
  );
});

it('takes time in proportion to the length of a hostile text', () => {
  for (const part of ['\\"', '1', '1.1 ', ':', '-', ' ', '"', ':1.1'])
    outcomeOf(() => parseJson(`{"a":1.10,"b":${part.repeat(200_000)}}`));
});

describe('a number where a text is meant keeps its characters', () => {
  const registered = (fields: string) =>
    decodeJson(`{"instance":{"app":"a",${fields}}}`, (document) => decodeInstanceDocument(document, now));

  it.each([
    [
      'metadata',
      '"metadata":{"v":1.10,"w":1.0,"x":1234567890123456789}',
      { metadata: { v: '1.10', w: '1.0', x: '1234567890123456789' } },
    ],
    ['an id', '"instanceId":1234567890123456789', { instanceId: '1234567890123456789' }],
    ['a vip', '"vipAddress":3.10,"secureVipAddress":3.20', { vipAddress: '3.10', secureVipAddress: '3.20' }],
    ['a host', '"hostName":1.50,"ipAddr":1.0', { hostName: '1.50', ipAddr: '1.0' }],
    [
      'pages',
      '"homePageUrl":1.0,"asgName":2.0,"appGroupName":1e2',
      { homePageUrl: '1.0', asgName: '2.0', appGroupName: '1E2' },
    ],
    [
      "an Amazon data center's metadata",
      '"dataCenterInfo":{"name":"Amazon","metadata":{"instance-id":1.10}}',
      { dataCenterInfo: { name: 'Amazon', metadata: { 'instance-id': '1.10' } } },
    ],
  ])('%s', (_, fields, expected) => {
    expect(registered(fields)).toMatchObject(expected);
  });

  it('the names of a batch', () => {
    const json = '{"replicationList":[{"appName":1.10,"id":1234567890123456789,"action":"Cancel"}]}';
    expect(decodeJson(json, (document) => decodeReplicationList(document, now))).toEqual([
      { appName: '1.10', id: '1234567890123456789', action: 'Cancel' },
    ]);
  });

  it('but a number that is meant is one', () => {
    expect(
      registered('"port":{"$":8.080e3},"countryId":1.0,"lastDirtyTimestamp":1600000000123.4560'),
    ).toMatchObject({ port: { number: 8080 }, countryId: 1, lastDirtyTimestamp: 1_600_000_000_123 });
  });
});

function outcomeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return (error as Error).constructor;
  }
}

/** Texts that are numbers become numbers, so that both parsers agree. */
function unquoted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unquoted);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unquoted(each)]));
  return typeof value === 'string' && /^-?\d[\d.eE+-]*$/.test(value) ? Number(value) : value;
}
