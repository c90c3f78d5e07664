import { encoderOf } from '../encoding/encoders.js';
import { DecodeError } from '../model/errors.js';
import type { InstanceInfo } from '../model/instance-info.js';
import { decodeInstance } from '../json/decode-instance.js';
import { encodeInstance } from '../json/encode-instance.js';
import { anInstance } from '../testing/index.js';
import { decodeApplicationsXml, decodeApplicationXml, decodeInstanceXml } from './decode-xml.js';

const now = 1_795_500_000_000;
const decode = (elements: string): InstanceInfo =>
  decodeInstanceXml(`<instance><app>shop</app>${elements}</instance>`, now);

const errorOf = (decoding: () => unknown): DecodeError => {
  try {
    decoding();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error('no DecodeError');
};

it('decodes to the same value as JSON', () => {
  const instance = anInstance({
    sid: 's1',
    status: 'OUT_OF_SERVICE',
    overriddenStatus: 'OUT_OF_SERVICE',
    metadata: { 'a key': '<1>', _u: '', 区域: '东' },
    appGroupName: 'GROUP',
    asgName: 'asg',
    actionType: 'MODIFIED',
    isCoordinatingDiscoveryServer: true,
  });
  const xml = encoderOf({ format: 'xml', detail: 'full', version: 'v2' }).instance(instance);
  expect(decodeInstanceXml(xml, now)).toStrictEqual(decodeInstance(encodeInstance(instance), now));
});

it('decodes a minimal instance like JSON', () => {
  expect(decode('')).toStrictEqual(decodeInstance({ app: 'shop' }, now));
});

describe('leniency, as in Java', () => {
  it.each<[elements: string, read: Partial<InstanceInfo>]>([
    ['<app>Cloud-Shop</app>', { app: 'CLOUD-SHOP' }],
    ['<hostName> h </hostName>', { hostName: ' h ' }],
    ['<vipAddress/>', { vipAddress: '' }],
    ['<status>up</status>', { status: 'UP' }],
    ['<status>\n  Out_Of_Service\n</status>', { status: 'OUT_OF_SERVICE' }],
    ['<status>weird</status>', { status: 'UNKNOWN' }],
    ['<status/>', { status: 'UNKNOWN' }],
    ['<overriddenstatus>down</overriddenstatus>', { overriddenStatus: 'DOWN' }],
    ['<overriddenStatus>DOWN</overriddenStatus>', { overriddenStatus: 'DOWN' }],
    [
      '<overriddenStatus>DOWN</overriddenStatus><overriddenstatus>UP</overriddenstatus>',
      { overriddenStatus: 'UP' },
    ],
    [
      '<overriddenstatus>UP</overriddenstatus><overriddenStatus>DOWN</overriddenStatus>',
      { overriddenStatus: 'DOWN' },
    ],
    ['<port>80</port>', { port: { number: 80, enabled: true } }],
    ['<port enabled="no"> 80 </port>', { port: { number: 80, enabled: true } }],
    ['<port enabled="false">80</port>', { port: { number: 80, enabled: false } }],
    ['<securePort>443</securePort>', { securePort: { number: 443, enabled: false } }],
    ['<securePort enabled="yes">443</securePort>', { securePort: { number: 443, enabled: false } }],
    ['<securePort enabled="true">443</securePort>', { securePort: { number: 443, enabled: true } }],
    [
      '<isCoordinatingDiscoveryServer>TRUE</isCoordinatingDiscoveryServer>',
      { isCoordinatingDiscoveryServer: true },
    ],
    ['<lastDirtyTimestamp>\n5\n</lastDirtyTimestamp>', { lastDirtyTimestamp: 5 }],
    ['<actionType> DELETED </actionType>', { actionType: 'DELETED' }],
    ['<metadata/>', { metadata: {} }],
    ['<metadata class="java.util.Collections$EmptyMap"/>', { metadata: {} }],
    ['<metadata><a>1</a><a>2</a></metadata>', { metadata: { a: '2' } }],
    ['<metadata><a>1<b>2</b></a></metadata>', { metadata: { a: '1' } }],
    ['<metadata><p:a xmlns:p="urn:x">1</p:a></metadata>', { metadata: { 'p:a': '1' } }],
    ['<metadata><my_key><![CDATA[<x>]]></my_key></metadata>', { metadata: { my_key: '<x>' } }],
    ['<metadata><a_.0020key>1</a_.0020key><_-d>2</_-d></metadata>', { metadata: { 'a key': '1', $d: '2' } }],
    [
      '<dataCenterInfo class="made.Up"><name>MyOwn</name></dataCenterInfo>',
      { dataCenterInfo: { name: 'MyOwn' } },
    ],
    ['<dataCenterInfo><name>Netflix</name><x/></dataCenterInfo>', { dataCenterInfo: { name: 'Netflix' } }],
    ['<dataCenterInfo/>', { dataCenterInfo: { name: '' } }],
    [
      '<dataCenterInfo><name>amazon</name><metadata><instance-id>i</instance-id></metadata></dataCenterInfo>',
      { dataCenterInfo: { name: 'Amazon', metadata: { 'instance-id': 'i' } } },
    ],
    [
      '<dataCenterInfo><metadata><mac>m</mac></metadata><name>Amazon</name></dataCenterInfo>',
      { dataCenterInfo: { name: 'Amazon', metadata: { mac: 'm' } } },
    ],
    [
      '<dataCenterInfo><name>Amazon</name></dataCenterInfo>',
      { dataCenterInfo: { name: 'Amazon', metadata: {} } },
    ],
    ['<lastDirtyTimestamp/><countryId/>', { lastDirtyTimestamp: now, countryId: 1 }],
    ['<lastDirtyTimestamp>1600000000123.456</lastDirtyTimestamp>', { lastDirtyTimestamp: 1_600_000_000_123 }],
    ['<securePort enabled="false"/>', { securePort: { number: 0, enabled: false } }],
    ['<securePort enabled="false">-1</securePort>', { securePort: { number: -1, enabled: false } }],
    ['<hostName>a</hostName><hostName>b</hostName>', { hostName: 'b' }],
    ['<foo>1</foo><bar><hostName>evil</hostName></bar><constructor/>', { hostName: '' }],
  ])('%s', (elements, read) => {
    const instance = decode(elements);
    for (const [name, value] of Object.entries(read))
      expect(instance[name as keyof InstanceInfo]).toEqual(value);
  });

  it('empty and fractional numbers of a lease', () => {
    const elements =
      '<durationInSecs/><renewalIntervalInSecs>7.5</renewalIntervalInSecs><evictionTimestamp>1e3</evictionTimestamp>';
    expect(decode(`<leaseInfo>${elements}</leaseInfo>`).leaseInfo).toMatchObject({
      durationInSecs: 90,
      renewalIntervalInSecs: 7,
      evictionTimestamp: 1000,
    });
  });

  it('an unknown child of a lease, and invalid durations', () => {
    const elements =
      '<x/><durationInSecs>-1</durationInSecs><renewalIntervalInSecs> 5 </renewalIntervalInSecs>';
    expect(decode(`<leaseInfo>${elements}</leaseInfo>`).leaseInfo).toMatchObject({
      durationInSecs: 90,
      renewalIntervalInSecs: 5,
    });
  });
});

describe('an invalid document is rejected, naming the field', () => {
  it.each([
    ['<leaseInfo><durationInSecs>long</durationInSecs></leaseInfo>', 'instance.leaseInfo.durationInSecs'],
    ['<port>http</port>', 'instance.port.$'],
    ['<port/>', 'instance.port.$'],
    ['<port>99999999999</port>', 'instance.port.$'],
    ['<countryId>de</countryId>', 'instance.countryId'],
    ['<lastDirtyTimestamp>9223372036854775807</lastDirtyTimestamp>', 'instance.lastDirtyTimestamp'],
    ['<dataCenterInfo><name>Moon</name></dataCenterInfo>', 'instance.dataCenterInfo.name'],
  ])('%s', (elements, field) => {
    expect(errorOf(() => decode(elements)).field).toBe(field);
  });

  it('an instance without an app, a document with another root', () => {
    expect(errorOf(() => decodeInstanceXml('<instance/>', now)).field).toBe('instance.app');
    expect(errorOf(() => decodeInstanceXml('<thing/>', now)).field).toBe('instance');
    expect(errorOf(() => decodeApplicationXml('<application/>', now)).field).toBe('application.name');
    expect(errorOf(() => decodeApplicationsXml('<html/>', now)).message).toMatch(
      /^cannot parse response: applications/,
    );
  });

  it('one instance among many', () => {
    const document =
      '<applications><application><name>A</name><instance><app>A</app></instance>' +
      '<instance><app>A</app><port>x</port></instance></application></applications>';
    expect(errorOf(() => decodeApplicationsXml(document, now)).field).toBe(
      'applications.application[0].instance[1].port.$',
    );
  });
});

describe('names with a meaning in JavaScript', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

  it('are ordinary keys of metadata', () => {
    const { metadata } = anInstance({
      metadata: Object.fromEntries(names.map((name) => [name, '1'])),
    });
    const xml = encoderOf({ format: 'xml', detail: 'full', version: 'v2' }).instance(
      anInstance({ metadata }),
    );
    const read = decodeInstanceXml(xml, now).metadata;
    expect(Object.keys(read)).toEqual(names);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  it('add no inherited field to an instance', () => {
    const all = names.map((name) => `<${name}><hostName>evil</hostName></${name}>`).join('');
    expect(decode(all)).toStrictEqual(decode(''));
    expect(decode(`<leaseInfo>${all}</leaseInfo>`)).toStrictEqual(decode(''));
  });
});

it('decodes 100,000 metadata entries', () => {
  const keys = Array.from({ length: 100_000 }, (_, i) => `<k${i}>v</k${i}>`).join('');
  expect(Object.keys(decode(`<metadata>${keys}</metadata>`).metadata)).toHaveLength(100_000);
});

it('ignores unknown elements in applications', () => {
  const document = '<applications><x/><application><name>a</name><y/></application></applications>';
  expect(decodeApplicationsXml(document, now)).toEqual({
    version: '-1',
    hashCode: '',
    applications: [{ name: 'A', instances: [] }],
  });
});
