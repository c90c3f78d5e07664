import { DecodeError } from '../model/errors.js';
import type { DataCenterInfo } from '../model/instance-info.js';
import { decodeDataCenter, encodeDataCenter } from './data-center-json.js';

const standard = 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo';
const mine = 'com.netflix.appinfo.MyDataCenterInfo';
const amazon = 'com.netflix.appinfo.AmazonInfo';
const decode = (value: unknown): DataCenterInfo => decodeDataCenter(value, 'dc');

it.each<[value: object, info: DataCenterInfo]>([
  [{ '@class': standard, name: 'MyOwn' }, { name: 'MyOwn' }],
  [{ '@class': mine, name: 'MyOwn' }, { name: 'MyOwn' }],
  [{ '@class': standard, name: 'Netflix' }, { name: 'Netflix' }],
  [{ name: 'Netflix', '@class': standard }, { name: 'Netflix' }],
  [{ '@class': standard }, { name: '' }],
  [{ name: 'MyOwn' }, { name: 'MyOwn' }],
  [
    { name: 'Amazon', metadata: { mac: 'm' } },
    { name: 'Amazon', metadata: { mac: 'm' } },
  ],
  [{ '@class': standard, name: null }, { name: '' }],
  [{ name: 'MyOwn', metadata: null }, { name: 'MyOwn' }],
  [{ '@class': null, name: 'MyOwn', other: null }, { name: 'MyOwn' }],
  [{ '@class': mine, name: 'Netflix', metadata: null }, { name: 'Netflix' }],
  [
    { '@class': standard, name: 'Amazon' },
    { name: 'Amazon', metadata: {} },
  ],
  [
    { '@class': amazon, name: 'Amazon', metadata: { 'instance-id': 'i-1' } },
    { name: 'Amazon', metadata: { 'instance-id': 'i-1' } },
  ],
  [
    { '@class': amazon, metadata: {} },
    { name: 'Amazon', metadata: {} },
  ],
])('reads %j', (value, info) => {
  expect(decode(value)).toStrictEqual(info);
});

it.each<[value: unknown, field: string]>([
  ['MyOwn', 'dc'],
  [[], 'dc'],
  [{ '@class': 'com.example.Moon', name: 'MyOwn' }, 'dc.@class'],
  [{ '@class': { x: 1 }, name: 'MyOwn' }, 'dc.@class'],
  [{ '@class': standard, name: 'Moon' }, 'dc.name'],
  [{ '@class': standard, name: 'myown' }, 'dc.name'],
  [{ '@class': standard, name: [] }, 'dc.name'],
  [{ '@class': standard, name: 'MyOwn', metadata: {} }, 'dc.metadata'],
  [{ '@class': standard, name: 'MyOwn', 'a b': 1 }, 'dc["a b"]'],
  [{ '@class': amazon, name: 'Amazon' }, 'dc.metadata'],
  [{ name: 'Moon' }, 'dc.name'],
  [{ name: 'MyOwn', metadata: {} }, 'dc.metadata'],
  [{ '@class': amazon, name: 'Amazon', metadata: { mac: {} } }, 'dc.metadata.mac'],
])('rejects %j, naming %s, as Java does', (value, field) => {
  expect(() => decode(value)).toThrow(expect.objectContaining({ constructor: DecodeError, field }));
});

it('omits an empty name', () => {
  expect(JSON.stringify(encodeDataCenter({ name: '' }))).toBe(`{"@class":"${standard}"}`);
});
