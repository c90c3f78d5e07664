import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import * as bad from './behaviours.js';
import { on, reads } from './behaviours.js';
import { listing } from './programmable-registry.js';
import { type HostileRow, itEndures } from './trial.js';

const one = anInstance({ port: 8101, leaseSecs: 3 });
const listsText = (text: () => string): HostileRow['behaviours'] => on(reads, bad.sends(text));
const lists = (instances: readonly InstanceInfo[], hashCode?: string) => {
  const text = listing(instances, hashCode);
  return listsText(() => text);
};
/** A listing of one instance whose fields are replaced, and a good one. */
const withFields = (fields: Readonly<Record<string, unknown>>) => {
  const document = JSON.parse(listing([one, anInstance({ port: 8102, leaseSecs: 3 })], 'UP_2_'));
  Object.assign(document.applications.application[0].instance[0], fields);
  return listsText(() => JSON.stringify(document));
};
const numbered = (count: number, wanted: Partial<InstanceInfo>): InstanceInfo[] =>
  Array.from({ length: count }, (_, n) => anInstance({ leaseSecs: 3, instanceId: `i${n}`, ...wanted }));

describe('a client endures listings with', () => {
  itEndures([
    { name: 'a wrong hash code', behaviours: lists([one], 'UP_7_') },
    {
      name: 'a wrong hash code, ghosts',
      hasGhosts: true,
      behaviours: lists(numbered(3, { app: 'GHOST' }), 'UP_7_'),
    },
    { name: 'a hash code of 100 kB', behaviours: lists([one], `UP_${'7'.repeat(100_000)}_`) },
    { name: 'a hash code of several lines', behaviours: lists([one], 'UP_7_\nERROR all is lost\x1b[2J') },
    { name: 'no instance, against the hash code', behaviours: lists([], 'UP_2_') },
    { name: 'ten thousand levels', behaviours: listsText(() => '['.repeat(10_000) + ']'.repeat(10_000)) },
    {
      name: 'objects within objects',
      isBelieved: true,
      behaviours: listsText(() => '{"applications":'.repeat(10_000) + '1' + '}'.repeat(10_000)),
    },
    ...['null', '1', '"x"', '[]', '{}', '{"applications":null}', '{"applications":[]}'].map((text) => ({
      name: text,
      behaviours: listsText(() => text),
    })),
    ...[
      '{"applications":{"application":[null]}}',
      '{"applications":{"application":"x"}}',
      '{"applications":{"application":[{"instance":[{}]}]}}',
      '{"applications":{"application":[{"name":[],"instance":[]}]}}',
      '{"applications":{"application":[{"name":"A","instance":[[]]}]}}',
      '{"applications":{"application":[{"name":"A","instance":[null]}]}}',
      '{"applications":{"versions__delta":{},"application":[]}}',
      '{"applications":{"apps__hashcode":[],"application":[]}}',
    ].map((text) => ({ name: text, behaviours: listsText(() => text) })),
  ]);
});

describe('a client endures listings of well-formed instances', () => {
  const rows: readonly [name: string, instances: readonly InstanceInfo[]][] = [
    ['10,000 without a port', numbered(10_000, { port: { number: 0, enabled: false } })],
    ['one id five times', Array.from({ length: 5 }, () => one)],
    ['an id of 100 kB twice', numbered(2, { instanceId: 'x'.repeat(100_000) })],
    ['an id of several lines twice', numbered(2, { instanceId: 'a\nERROR lost\x1b[2J' })],
    [
      'a name of 100 kB without a port',
      [anInstance({ leaseSecs: 3, app: 'x'.repeat(100_000), port: { number: 0, enabled: false } })],
    ],
    ['metadata of 1 MB', [{ ...one, metadata: { a: 'x'.repeat(1_000_000) } }]],
    [
      '10,000 keys of metadata',
      [{ ...one, metadata: Object.fromEntries(numbered(10_000, {}).map((_, n) => [`k${n}`, 'v'])) }],
    ],
    [
      'names of Object',
      ['__proto__', 'constructor', 'toString'].map((app) =>
        anInstance({ app, instanceId: app, leaseSecs: 3 }),
      ),
    ],
    ['times far in the future', [{ ...one, lastDirtyTimestamp: 9e15, lastUpdatedTimestamp: 9e15 }]],
    [
      'own id of another',
      [anInstance({ instanceId: 'own', port: 1, leaseSecs: 3, lastDirtyTimestamp: 9e15 })],
    ],
  ];
  itEndures(rows.map(([name, instances]) => ({ name, isBelieved: true, behaviours: lists(instances) })));
});

describe('a client endures an instance with', () => {
  const believed: readonly [name: string, fields: Readonly<Record<string, unknown>>][] = [
    ['port -1', { port: { $: -1, '@enabled': 'true' } }],
    ['port 99999', { port: { $: 99_999, '@enabled': 'true' } }],
    ['port 0', { port: { $: 0, '@enabled': 'true' } }],
    ['host null', { hostName: null }],
    ['no host', { hostName: '' }],
    ['host "a b"', { hostName: 'a b' }],
    ['host "[::1"', { hostName: '[::1' }],
    ['host "a/b"', { hostName: 'evil.example/x#' }],
    ['host "a@b"', { hostName: 'user@evil.example' }],
    ['host of 100 kB', { hostName: 'x'.repeat(100_000) }],
    ['no id', { instanceId: undefined }],
    ['metadata that is null', { metadata: null }],
    ['__proto__ in its metadata', { metadata: JSON.parse('{"__proto__":"x","a":"b"}') }],
    ['an unknown status', { status: 'DANCING' }],
    ['numbers where texts are', { hostName: 1, ipAddr: 2, vipAddress: 3, instanceId: 4 }],
    [
      'texts where numbers are',
      { countryId: '1', lastDirtyTimestamp: '5', port: { $: '8101', '@enabled': true } },
    ],
  ];
  const refused: typeof believed = [
    ['an array as its host', { hostName: ['a'] }],
    ['an object as its id', { instanceId: {} }],
    ['no application', { app: undefined }],
    ['an array as its metadata', { metadata: [] }],
    ['metadata in metadata', { metadata: { a: { b: 'c' } } }],
    ['a text as its port', { port: 'http' }],
    ['a port with more fields', { port: { $: 1, '@enabled': 'true', x: 1 } }],
    ['a lease of 1e15', { leaseInfo: { durationInSecs: 1e15, renewalIntervalInSecs: 1e15 } }],
    ['a time of 1e300', { lastDirtyTimestamp: 1e300 }],
    ['an array as its lease', { leaseInfo: [1] }],
    ['an array as its data center', { dataCenterInfo: [] }],
  ];
  itEndures([
    ...believed.map(([name, fields]) => ({ name, isBelieved: true, behaviours: withFields(fields) })),
    ...refused.map(([name, fields]) => ({ name, behaviours: withFields(fields) })),
  ]);
});
