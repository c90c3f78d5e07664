import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeApplicationDocument,
  decodeApplicationsDocument,
  decodeInstance,
  decodeInstanceDocument,
  DecodeError,
  decodeReplicationAnswers,
  decodeReplicationList,
  encodeInstance,
  instanceStatuses,
  type InstanceInfo,
} from '../index.js';
import { anInstance } from '../testing/index.js';

const now = 1_795_500_000_000;
const decoders = [
  decodeInstance,
  decodeInstanceDocument,
  decodeApplicationDocument,
  decodeApplicationsDocument,
  decodeReplicationList,
  decodeReplicationAnswers,
];

/** The same numbers in each run, from 0 up to 1. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const random = dice(20_200_202);
const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const words = [
  ...[
    'instance',
    'application',
    'applications',
    'replicationList',
    'responseList',
    'responseEntity',
    'instanceInfo',
  ],
  ...[
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
    'leaseInfo',
    'metadata',
  ],
  ...[
    'dataCenterInfo',
    '@class',
    'durationInSecs',
    'lastDirtyTimestamp',
    'versions__delta',
    'statusCode',
    'sid',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'length',
    '',
    '\u0000',
    '\ud800',
    'Register',
    'UP',
    '17',
    '-1',
    'true',
  ],
  ...['com.netflix.appinfo.AmazonInfo', 'com.netflix.appinfo.MyDataCenterInfo'],
];
const scalars = [null, true, false, 0, -0, -1, 0.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 1e21, ...words];

function anyJson(depth = 0): unknown {
  const kind = random();
  if (depth > 5 || kind < 0.3) return oneOf(scalars);
  const size = Math.floor(random() * 5);
  if (kind < 0.45) return Array.from({ length: size }, () => anyJson(depth + 1));
  return Object.fromEntries(Array.from({ length: size }, () => [oneOf(words), anyJson(depth + 1)]));
}

/** A copy in which one thing, somewhere, is another. */
function withOneChange(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.1) return anyJson(3);
  const at = oneOf(Object.keys(value));
  if (Array.isArray(value)) return value.map((each, i) => (String(i) === at ? withOneChange(each) : each));
  const entries = Object.entries(value).map(([name, each]) => [
    name,
    name === at ? withOneChange(each) : each,
  ]);
  if (random() < 0.1) entries.push([oneOf(words), anyJson(3)]);
  return Object.fromEntries(entries);
}

function outcomeOf(decoder: (typeof decoders)[number], value: unknown): 'read' | 'refused' {
  try {
    decoder(value, now);
    return 'read';
  } catch (error) {
    if (error instanceof DecodeError && error.field !== '' && error.allowed !== '') return 'refused';
    throw error;
  }
}

it('reads or refuses any JSON whatever, and throws nothing but a DecodeError', () => {
  const outcomes = new Set<string>();
  for (let i = 0; i < 5_000; i++) {
    const value: unknown = JSON.parse(JSON.stringify(anyJson()));
    for (const decoder of decoders) outcomes.add(outcomeOf(decoder, value));
  }
  expect(outcomes).toEqual(new Set(['read', 'refused']));
});

it('does so with what Java sent, spoiled in one place', () => {
  const folder = join(__dirname, '../../fixtures');
  const bodies = readdirSync(folder).map((file): unknown =>
    JSON.parse(readFileSync(join(folder, file), 'utf8')),
  );
  const outcomes = new Map<string, number>();
  for (let i = 0; i < 5_000; i++) {
    const value = withOneChange(oneOf(bodies));
    for (const decoder of decoders) {
      const outcome = outcomeOf(decoder, value);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }
  expect(outcomes.get('read')).toBeGreaterThan(500);
  expect(outcomes.get('refused')).toBeGreaterThan(500);
});

it('does so however deep the nesting', () => {
  let deep: unknown = {};
  for (let i = 0; i < 100_000; i++) deep = i % 2 ? [deep] : { a: deep };
  for (const value of [deep, { instance: deep }, { instance: { app: 'A', foo: deep } }]) {
    for (const decoder of decoders) outcomeOf(decoder, value);
  }
  expect(() => decodeInstance({ app: 'A', metadata: { deep } }, now)).toThrow(DecodeError);
});

it('reads from what it wrote the very instance', () => {
  const maybe = (): string | undefined => (random() < 0.5 ? undefined : oneOf(words));
  const number = (most = 2 ** 31): number => Math.floor(random() * most);
  const texts = () =>
    Object.fromEntries(Array.from({ length: number(5) }, () => [oneOf(words), oneOf(words)]));
  for (let i = 0; i < 2_000; i++) {
    const { '@class': _, ...metadata } = texts();
    const { '@class': __, ...amazon } = texts();
    const instance: InstanceInfo = anInstance({
      instanceId: maybe(),
      hostName: oneOf(words),
      app: oneOf(words).toUpperCase(),
      sid: maybe(),
      status: oneOf(instanceStatuses),
      overriddenStatus: oneOf(instanceStatuses),
      port: { number: number(), enabled: random() < 0.5 },
      countryId: number(),
      dataCenterInfo: oneOf([
        undefined,
        { name: 'MyOwn' },
        { name: '' },
        { name: 'Amazon', metadata: amazon },
      ] as const),
      leaseInfo: {
        renewalIntervalInSecs: 1 + number(1e6),
        durationInSecs: 1 + number(1e6),
        registrationTimestamp: number(2 ** 53),
        lastRenewalTimestamp: number(2 ** 53),
        evictionTimestamp: number(2 ** 53),
        serviceUpTimestamp: number(2 ** 53),
      },
      metadata,
      appGroupName: maybe()?.toUpperCase(),
      secureHealthCheckUrl: maybe(),
      vipAddress: maybe(),
      isCoordinatingDiscoveryServer: random() < 0.5,
      lastUpdatedTimestamp: number(2 ** 53),
      lastDirtyTimestamp: number(2 ** 53),
      actionType: oneOf([undefined, 'ADDED', 'MODIFIED', 'DELETED'] as const),
      asgName: maybe(),
    });
    const text = JSON.stringify(encodeInstance(instance));
    const read = decodeInstance(JSON.parse(text), now);
    expect(read).toEqual(instance);
    expect(JSON.stringify(encodeInstance(read))).toBe(text);
  }
});
