import { DecodeError } from '../model/errors.js';
import { defaultLeaseInfo, type InstanceInfo } from '../model/instance-info.js';
import { parseJson } from './parse-json.js';
import { decodeInstance, decodeInstanceDocument } from './decode-instance.js';
import { encodeInstance } from './encode-instance.js';

const now = 1_795_500_000_000;
const dataCenterInfo = { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' };
const least = { hostName: 'h', app: 'SHOP', ipAddr: '10.0.0.1', dataCenterInfo };
const decode = (fields: object): InstanceInfo => decodeInstance({ ...least, ...fields }, now);

const errorOf = (decoding: () => unknown): DecodeError => {
  try {
    decoding();
  } catch (error) {
    if (error instanceof DecodeError) return error;
  }
  throw new Error('no DecodeError');
};

describe('leniency, as in Java', () => {
  it.each<[what: string, fields: object, read: Partial<InstanceInfo>]>([
    ['an app in any case, read in upper case', { app: 'Cloud-Shop' }, { app: 'CLOUD-SHOP' }],
    ['an empty app, which the registry rejects', { app: '' }, { app: '' }],
    ['a group in any case, read in upper case', { appGroupName: 'group' }, { appGroupName: 'GROUP' }],
    ['no status: UP', {}, { status: 'UP', overriddenStatus: 'UNKNOWN' }],
    ['status null: UP', { status: null }, { status: 'UP' }],
    ['an unknown status: UNKNOWN', { status: 'WEIRD' }, { status: 'UNKNOWN' }],
    ['a status in lower case: UNKNOWN', { status: 'up' }, { status: 'UNKNOWN' }],
    [
      'no ports: 7001 on, 7002 off',
      {},
      { port: { number: 7001, enabled: true }, securePort: { number: 7002, enabled: false } },
    ],
    [
      'ports null: the same',
      { port: null, securePort: null },
      { port: { number: 7001, enabled: true }, securePort: { number: 7002, enabled: false } },
    ],
    [
      'a port as digits and a boolean',
      { port: { $: '8080', '@enabled': true } },
      { port: { number: 8080, enabled: true } },
    ],
    [
      'ports that are bare numbers',
      { port: 8080, securePort: 8443 },
      { port: { number: 8080, enabled: true }, securePort: { number: 8443, enabled: false } },
    ],
    [
      'ports that are bare numbers which JavaScript writes differently',
      parseJson('{ "port": 8080.0, "securePort": 8.443e3 }') as object,
      { port: { number: 8080, enabled: true }, securePort: { number: 8443, enabled: false } },
    ],
    [
      'a port that is off',
      { port: { $: 8080, '@enabled': 'false' } },
      { port: { number: 8080, enabled: false } },
    ],
    [
      '"TRUE", which is false',
      { port: { $: 8080, '@enabled': 'TRUE' } },
      { port: { number: 8080, enabled: false } },
    ],
    [
      'a port without its number',
      { port: { '@enabled': 'false' } },
      { port: { number: 7001, enabled: false } },
    ],
    [
      'a port without its switch',
      { port: { $: 1 }, securePort: { $: 2 } },
      { port: { number: 1, enabled: true }, securePort: { number: 2, enabled: false } },
    ],
    [
      'timestamps as numbers',
      { lastDirtyTimestamp: 5, lastUpdatedTimestamp: 6 },
      { lastDirtyTimestamp: 5, lastUpdatedTimestamp: 6 },
    ],
    [
      'timestamps as texts',
      { lastDirtyTimestamp: '5', lastUpdatedTimestamp: '6' },
      { lastDirtyTimestamp: 5, lastUpdatedTimestamp: 6 },
    ],
    ['no timestamps: now', {}, { lastDirtyTimestamp: now, lastUpdatedTimestamp: now }],
    [
      'timestamps null: now',
      { lastDirtyTimestamp: null, lastUpdatedTimestamp: null },
      { lastDirtyTimestamp: now, lastUpdatedTimestamp: now },
    ],
    [
      'the flag as a boolean',
      { isCoordinatingDiscoveryServer: true },
      { isCoordinatingDiscoveryServer: true },
    ],
    [
      'the flag as a text',
      { isCoordinatingDiscoveryServer: 'true' },
      { isCoordinatingDiscoveryServer: true },
    ],
    ['no flag', {}, { isCoordinatingDiscoveryServer: false }],
    ['no country', {}, { countryId: 1 }],
    ['no metadata', {}, { metadata: {} }],
    ['metadata null', { metadata: null }, { metadata: {} }],
    [
      'the marker of an empty map',
      { metadata: { '@class': 'java.util.Collections$EmptyMap' } },
      { metadata: {} },
    ],
    [
      'metadata that are no texts',
      { metadata: { n: 7, t: true, z: null, x: '<&>"é中' } },
      { metadata: { n: '7', t: 'true', z: 'null', x: '<&>"é中' } },
    ],
    [
      'empty numbers: absent',
      { leaseInfo: { durationInSecs: '', renewalIntervalInSecs: ' ', evictionTimestamp: '' }, countryId: '' },
      { leaseInfo: defaultLeaseInfo, countryId: 1 },
    ],
    [
      'empty timestamps: now',
      { lastDirtyTimestamp: '', lastUpdatedTimestamp: ' ' },
      { lastDirtyTimestamp: now, lastUpdatedTimestamp: now },
    ],
    [
      'an empty port that is off: 0',
      { port: { $: '', '@enabled': 'false' }, securePort: { $: ' ' } },
      { port: { number: 0, enabled: false }, securePort: { number: 0, enabled: false } },
    ],
    [
      'fractions and powers in a text, cut off',
      { lastDirtyTimestamp: '1600000000123.456', lastUpdatedTimestamp: '1.6e12', countryId: '.5' },
      { lastDirtyTimestamp: 1_600_000_000_123, lastUpdatedTimestamp: 1_600_000_000_000, countryId: 0 },
    ],
    ['a fraction of a port in a text', { port: { $: '8080.' } }, { port: { number: 8080, enabled: true } }],
    ['a fraction, cut off', { port: { $: -0.5 } }, { port: { number: 0, enabled: true } }],
    ['a sid', { sid: 's1' }, { sid: 's1' }],
    ['an action', { actionType: 'MODIFIED' }, { actionType: 'MODIFIED' }],
    ['numbers for texts', { hostName: 1, vipAddress: true }, { hostName: '1', vipAddress: 'true' }],
    [
      'no host and no address, which the registry rejects',
      { hostName: null, ipAddr: null },
      { hostName: '', ipAddr: '' },
    ],
    ['the override in the spelling of XML', { overriddenstatus: 'DOWN' }, { overriddenStatus: 'DOWN' }],
    [
      'two overrides, of which the later counts',
      { overriddenstatus: 'DOWN', overriddenStatus: 'UP' },
      { overriddenStatus: 'UP' },
    ],
    [
      'the same the other way round',
      { overriddenStatus: 'UP', overriddenstatus: 'DOWN' },
      { overriddenStatus: 'DOWN' },
    ],
    [
      'two overrides, of which the later is null',
      { overriddenStatus: 'UP', overriddenstatus: null },
      { overriddenStatus: 'UP' },
    ],
  ])('%s', (_what, fields, read) => {
    expect(decode(fields)).toMatchObject(read);
    expect(decode(fields).metadata).toEqual(read.metadata ?? {});
  });

  const lease = { renewalIntervalInSecs: 30, durationInSecs: 90 };
  it.each<[what: string, leaseInfo: unknown, read: Partial<InstanceInfo['leaseInfo']>]>([
    ['none', undefined, lease],
    ['null', null, lease],
    [
      'empty',
      {},
      {
        ...lease,
        registrationTimestamp: 0,
        lastRenewalTimestamp: 0,
        evictionTimestamp: 0,
        serviceUpTimestamp: 0,
      },
    ],
    ['zero', { renewalIntervalInSecs: 0, durationInSecs: 0 }, lease],
    ['negative', { renewalIntervalInSecs: -5, durationInSecs: '-1' }, lease],
    ['nulls', { renewalIntervalInSecs: null, durationInSecs: null, evictionTimestamp: null }, lease],
    [
      'fractions, cut off',
      { renewalIntervalInSecs: 10.9, durationInSecs: 0.5 },
      { renewalIntervalInSecs: 10, durationInSecs: 90 },
    ],
    [
      'digits',
      { renewalIntervalInSecs: '5', durationInSecs: ' 15 ' },
      { renewalIntervalInSecs: 5, durationInSecs: 15 },
    ],
    ['a field more', { durationInSecs: 15, foo: { bar: 1 } }, { durationInSecs: 15 }],
    ['the former name of a time', { renewalTimestamp: 9 }, { lastRenewalTimestamp: 9 }],
  ])('a lease: %s', (_what, leaseInfo, read) => {
    expect(decode({ leaseInfo }).leaseInfo).toMatchObject(read);
  });

  it.each<[what: string, fields: object]>([
    ['a scalar', { foo: 'bar', identifyingAttribute: 'x' }],
    // Java takes the keys of the next two for the instance's own, or stops there.
    ['an object', { foo: { hostName: 'evil', bar: { baz: 1 } } }],
    ['an array', { foo: [1, { ipAddr: '9.9.9.9' }] }],
  ])('an unknown field: %s', (_what, fields) => {
    expect(decodeInstance({ ...fields, ...least }, now)).toStrictEqual(decode({}));
  });

  it.each(['na', 'unknown', null])('a default sid is dropped: %p', (sid) => {
    expect(decode({ sid }).sid).toBeUndefined();
  });

  it('null for an optional field, as Spring sends it, is absent', () => {
    const nulls = Object.fromEntries(Object.keys(encodeInstance(decode({}))).map((name) => [name, null]));
    const read = decodeInstance({ ...nulls, app: 'shop' }, now);
    expect(read).toStrictEqual(decodeInstance({ app: 'shop' }, now));
    expect(read.vipAddress).toBeUndefined();
    expect(Object.values(read)).not.toContain(null);
  });

  it('an unknown action is dropped', () => {
    expect(decode({ actionType: 'EXPLODED' }).actionType).toBeUndefined();
  });
});

describe('what Java rejects is rejected, naming the field', () => {
  it.each<[what: string, body: unknown, field: string]>([
    ['no JSON object', 'hello', 'instance'],
    ['null', null, 'instance'],
    ['an array', [least], 'instance'],
    ['no root name', least, 'instance'],
    ['an empty body', {}, 'instance'],
    ['nothing under the root name', { instance: null }, 'instance'],
    ['a text under the root name', { instance: 'x' }, 'instance'],
    ['no app', { instance: {} }, 'instance.app'],
    ['app null', { instance: { ...least, app: null } }, 'instance.app'],
  ])('%s', (_what, body, field) => {
    expect(errorOf(() => decodeInstanceDocument(body, now)).field).toBe(field);
  });

  it.each<[fields: object, field: string]>([
    [{ port: '8080' }, 'instance.port'],
    [{ port: [8080] }, 'instance.port'],
    [{ securePort: { $: 1, '@enabled': 'true', x: 1 } }, 'instance.securePort'],
    [{ port: { $: 'http' } }, 'instance.port.$'],
    [{ port: { $: {} } }, 'instance.port.$'],
    [{ port: { $: 1e300 } }, 'instance.port.$'],
    [{ port: { $: 1, '@enabled': {} } }, 'instance.port.@enabled'],
    [{ countryId: 'de' }, 'instance.countryId'],
    [{ hostName: {} }, 'instance.hostName'],
    [{ ipAddr: ['10.0.0.1'] }, 'instance.ipAddr'],
    [{ app: [] }, 'instance.app'],
    [{ status: {} }, 'instance.status'],
    [{ vipAddress: ['shop'] }, 'instance.vipAddress'],
    [{ leaseInfo: 90 }, 'instance.leaseInfo'],
    [{ leaseInfo: [] }, 'instance.leaseInfo'],
    [{ leaseInfo: { durationInSecs: 'long' } }, 'instance.leaseInfo.durationInSecs'],
    [{ port: { $: '' } }, 'instance.port.$'],
    [{ securePort: { $: ' ', '@enabled': 'true' } }, 'instance.securePort.$'],
    [{ port: { $: '80.80.80' } }, 'instance.port.$'],
    [{ port: { $: '8080x', '@enabled': 'false' } }, 'instance.port.$'],
    [{ port: { $: `${'8'.repeat(100_000)}x` } }, 'instance.port.$'],
    [{ leaseInfo: { durationInSecs: true } }, 'instance.leaseInfo.durationInSecs'],
    [{ leaseInfo: { renewalIntervalInSecs: 2_147_483_648 } }, 'instance.leaseInfo.renewalIntervalInSecs'],
    [{ leaseInfo: { evictionTimestamp: 'soon' } }, 'instance.leaseInfo.evictionTimestamp'],
    [{ lastDirtyTimestamp: 'yesterday' }, 'instance.lastDirtyTimestamp'],
    [{ lastDirtyTimestamp: '0x10' }, 'instance.lastDirtyTimestamp'],
    [{ lastDirtyTimestamp: '9223372036854775807' }, 'instance.lastDirtyTimestamp'],
    [{ lastUpdatedTimestamp: [] }, 'instance.lastUpdatedTimestamp'],
    [{ isCoordinatingDiscoveryServer: {} }, 'instance.isCoordinatingDiscoveryServer'],
    [{ metadata: 'zone' }, 'instance.metadata'],
    [{ metadata: [] }, 'instance.metadata'],
    [{ metadata: { a: { b: 'c' } } }, 'instance.metadata.a'],
    [{ metadata: { 'a\nb': [] } }, 'instance.metadata["a\\nb"]'],
  ])('%p', (fields, field) => {
    expect(errorOf(() => decode(fields)).field).toBe(field);
  });

  it('with a code and a message for the sender', () => {
    const error = errorOf(() => decodeInstanceDocument({ instance: { ...least, port: '8080' } }, now));
    expect(error.code).toBe('EUREKA_DECODE');
    expect(error.message).toBe(
      'cannot parse request body: instance.port must be {"$": number, "@enabled": "true" or "false"}',
    );
  });

  it('with a short message even if the field name is long', () => {
    const error = errorOf(() => decode({ metadata: { ['k'.repeat(100_000)]: {} } }));
    expect(error.message.length).toBeLessThan(200);
  });
});

describe('names with a meaning in JavaScript', () => {
  const text = '{"__proto__":"p","constructor":"c","toString":"s","toJSON":"j","hasOwnProperty":"h"}';

  it('are ordinary keys of metadata, decoded and encoded', () => {
    const { metadata } = decode({ metadata: JSON.parse(text) });
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
    expect(Object.keys(metadata)).toEqual(Object.keys(JSON.parse(text)));
    expect(JSON.stringify(encodeInstance(decode({ metadata })))).toContain(`"metadata":${text}`);
  });

  it('add no inherited field to an instance', () => {
    const body = JSON.parse(
      '{"__proto__":{"hostName":"evil","status":"DOWN"},"constructor":{},"app":"SHOP"}',
    );
    expect(decodeInstance(body, now)).toMatchObject({ hostName: '', status: 'UP' });
    expect(({} as Record<string, unknown>)['hostName']).toBeUndefined();
  });
});
