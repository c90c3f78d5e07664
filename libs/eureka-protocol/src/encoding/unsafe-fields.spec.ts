import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findUnsafeField, findUnsafeMetadata } from './unsafe-fields.js';
import type { InstanceInfo } from '../model/instance-info.js';
import { decodeInstanceDocument } from '../json/decode-instance.js';
import { anInstance } from '../testing/index.js';

const namesOf = (count: number) => Array.from({ length: count }, (_, i) => `k${i}`);
const textsOf = (count: number) => Object.fromEntries(namesOf(count).map((name) => [name, 'x']));

describe('a field that would break a reader is found', () => {
  it.each<[wanted: Partial<InstanceInfo>, field: string]>([
    [{ instanceId: 'web\n1' }, 'instance.instanceId'],
    [{ instanceId: 'web\u00001' }, 'instance.instanceId'],
    [{ instanceId: 'x'.repeat(1025) }, 'instance.instanceId'],
    [{ instanceId: '..' }, 'instance.instanceId'],
    [{ instanceId: '', hostName: '.' }, 'instance.instanceId'],
    [{ hostName: 'a\tb' }, 'instance.hostName'],
    [{ hostName: 'h\ud800' }, 'instance.hostName'],
    [{ app: 'A\u007fB' }, 'instance.app'],
    [{ app: '..' }, 'instance.app'],
    [{ ipAddr: '10.0.0.1\r\n' }, 'instance.ipAddr'],
    [{ sid: '\u0001' }, 'instance.sid'],
    [{ vipAddress: 'shop\uffff' }, 'instance.vipAddress'],
    [{ homePageUrl: 'http://h/\u0008' }, 'instance.homePageUrl'],
    [{ port: { number: 65_536, enabled: true } }, 'instance.port'],
    [{ securePort: { number: -1, enabled: true } }, 'instance.securePort'],
    [{ metadata: { '': 'x' } }, 'instance.metadata[""]'],
    [{ metadata: { zone: 'z\u001b' } }, 'instance.metadata.zone'],
    [{ metadata: { 'a\nb': '1' } }, 'instance.metadata["a\\nb"]'],
    [
      { dataCenterInfo: { name: 'Amazon', metadata: { 'ami-id': '\ufffe' } } },
      'instance.dataCenterInfo.metadata.ami-id',
    ],
  ])('%p', (wanted, field) => {
    expect(findUnsafeField(anInstance(wanted))?.field).toBe(field);
  });

  it.each<[field: string, reason: string, wanted: Partial<InstanceInfo>]>([
    [
      'instance.vipAddress',
      'it names 130000 vips, and may name 5000',
      { vipAddress: namesOf(130_000).join(',') },
    ],
    ['instance.vipAddress', 'it names 5001 vips, and may name 5000', { vipAddress: ','.repeat(5000) }],
    [
      'instance.secureVipAddress',
      'it names 5001 vips, and may name 5000',
      { secureVipAddress: namesOf(5001).join(',') },
    ],
    ['instance.metadata', 'it has 60000 keys, and may have 5000', { metadata: textsOf(60_000) }],
    [
      'instance.dataCenterInfo.metadata',
      'it has 5001 keys, and may have 5000',
      { dataCenterInfo: { name: 'Amazon', metadata: textsOf(5001) } },
    ],
  ])('%s with too many names: %s', (field, reason, wanted) => {
    expect(findUnsafeField(anInstance(wanted))).toEqual({ field, reason });
  });

  it('metadata that are too many with those that are registered', () => {
    expect(findUnsafeMetadata({ one: '1' }, textsOf(5000))?.field).toBe('instance.metadata');
    expect(findUnsafeMetadata({ k0: '1' }, textsOf(5000))).toBeUndefined();
  });

  it('with the reason', () => {
    expect(findUnsafeField(anInstance({ port: 70_000 }))).toEqual({
      field: 'instance.port',
      reason: 'no port has the number 70000',
    });
  });
});

describe('unusual but safe values are accepted', () => {
  it.each<[what: string, wanted: Partial<InstanceInfo>]>([
    ['texts of several lines', { metadata: { note: 'a\n\tb\r\n', 'a key': '<&>"' } }],
    ['any language, and emoji', { instanceId: 'Zahlung-ä', metadata: { 区域: '东区 🙂' } }],
    ['brackets, quotes and slashes in an id', { instanceId: '<a href="/">' }],
    [
      'ports at the ends',
      { port: { number: 0, enabled: false }, securePort: { number: 65_535, enabled: true } },
    ],
    [
      'disabled ports that are none',
      { port: { number: 65_536, enabled: false }, securePort: { number: -1, enabled: false } },
    ],
    ['five thousand names', { vipAddress: namesOf(5000).join(','), metadata: textsOf(5000) }],
    ['a long value', { metadata: { key: 'x'.repeat(100_000) } }],
    ['nothing at all where something should be, which the registry rejects', { hostName: '', ipAddr: '' }],
  ])('%s', (_what, wanted) => {
    expect(findUnsafeField(anInstance(wanted))).toBeUndefined();
  });

  it('and so is every recorded registration', () => {
    const folder = join(__dirname, '../../fixtures');
    const bodies = readdirSync(folder).filter((file) => file.startsWith('register-'));
    expect(bodies.length).toBeGreaterThan(2);
    for (const body of bodies.filter((file) => file.endsWith('.json'))) {
      const instance = decodeInstanceDocument(JSON.parse(readFileSync(join(folder, body), 'utf8')), 0);
      expect(findUnsafeField(instance)).toBeUndefined();
    }
  });
});

describe('added metadata', () => {
  it.each([
    [{ '': 'x' }, { field: 'instance.metadata[""]', reason: 'an empty key has no name in XML' }],
    [
      { good: 'x', 'a\0': 'x' },
      { field: 'instance.metadata["a\\u0000"]', reason: 'it holds a control character' },
    ],
    [
      { note: 'a\u0001b' },
      { field: 'instance.metadata.note', reason: 'it holds a character that XML cannot' },
    ],
    [{ zone: 'z1' }, undefined],
    [{}, undefined],
  ])('are checked like those of an instance: %j', (metadata, harm) => {
    expect(findUnsafeMetadata(metadata)).toEqual(harm);
    expect(findUnsafeField(anInstance({ metadata }))).toEqual(harm);
  });
});
