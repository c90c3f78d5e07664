import { anInstance } from '@eureka-nest/protocol/testing';
import type { AppDetail } from '../core/anti-entropy/reconcile.js';
import {
  appsIn,
  comparisonIn,
  comparisonText,
  compareQuestion,
  detailIn,
  detailQuestion,
  detailText,
  digestIn,
  fetchQuestion,
  idsIn,
  instancesIn,
  instancesText,
} from './comparison-json.js';

const row = {
  id: 'web-1',
  fingerprint: 'm',
  lastDirtyTimestamp: 100,
  status: 'UP',
  overriddenStatus: 'UNKNOWN',
  contentAgeMs: 1,
  statusAgeMs: 2,
  aliveAgeMs: 3,
} as const;
const detail: AppDetail = {
  listed: [row, { ...row, id: '__proto__', overrideAgeMs: 0 }],
  left: [{ id: 'web-2', lastDirtyTimestamp: 7, ageMs: 9 }],
};
const read = (text: string): unknown => JSON.parse(text);

describe('what two servers tell each other to compare their registries', () => {
  it('is read as it was written', () => {
    expect(digestIn(read(compareQuestion('1:a')))).toBe('1:a');
    expect(appsIn(read(detailQuestion(['SHOP', '__proto__'])))).toEqual(['SHOP', '__proto__']);
    expect(idsIn(read(fetchQuestion([{ app: 'SHOP', row, at: 5 }])))).toEqual([['SHOP', 'web-1']]);
    expect(comparisonIn(read(comparisonText(undefined)))).toBeUndefined();
    expect(comparisonIn(read(comparisonText({ SHOP: '1:a' })))).toEqual({ SHOP: '1:a' });
    expect(detailIn(read(detailText(new Map([['SHOP', detail]]))))).toEqual(new Map([['SHOP', detail]]));
    expect(instancesIn(read(instancesText([anInstance()])), 0)).toMatchObject([
      { instanceId: 'payment8001' },
    ]);
  });

  it('may have an application of any name', () => {
    const apps = Object.fromEntries([['__proto__', '1:a'] as const]);
    expect(Object.entries(comparisonIn(read(comparisonText(apps))) ?? {})).toEqual([['__proto__', '1:a']]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  const good = ['web-1', 'm', 1, 'UP', 'UNKNOWN', 1, 2, 3, null];
  const listedAs = (at: number, value: unknown) => ({
    apps: [['SHOP', [good.map((each, index) => (index === at ? value : each))], []]],
  });

  it.each<[what: string, reader: (document: unknown) => unknown, document: unknown, says: string]>([
    ['a question that is a list', digestIn, [], 'document must be an object'],
    ['a question that is nothing', digestIn, null, 'document must be an object'],
    ['a digest that is missing', digestIn, {}, 'digest must be a text'],
    ['a digest of a prototype', digestIn, read('{"__proto__":{"digest":1}}'), 'digest must be a text'],
    ['applications that are a text', appsIn, { apps: 'SHOP' }, 'apps must be an array'],
    ['an application that is a number', appsIn, { apps: ['SHOP', 7] }, 'apps[1] must be a text'],
    ['ids that are missing', idsIn, {}, 'ids must be an array'],
    ['an id that is no pair', idsIn, { ids: ['web-1'] }, 'ids[0] must be an array'],
    ['an id without its application', idsIn, { ids: [[]] }, 'ids[0][0] must be a text'],
    ['half an id', idsIn, { ids: [['SHOP']] }, 'ids[0][1] must be a text'],
    ['digests that are a list', comparisonIn, { apps: [] }, 'apps must be an object'],
    ['digests that are null', comparisonIn, { apps: null }, 'apps must be an object'],
    ['a digest that is a number', comparisonIn, { apps: { SHOP: 1 } }, 'apps.SHOP must be a text'],
    ['a detail that is missing', detailIn, {}, 'apps must be an array'],
    ['a detail of an object', detailIn, { apps: [{}] }, 'apps[0] must be an array'],
    ['a detail without a name', detailIn, { apps: [[]] }, 'apps[0][0] must be a text'],
    ['a detail without rows', detailIn, { apps: [['SHOP']] }, 'apps[0][1] must be an array'],
    ['a detail without those who left', detailIn, { apps: [['SHOP', []]] }, 'apps[0][2] must be an array'],
    ['a row that is a text', detailIn, { apps: [['SHOP', ['x'], []]] }, 'apps[0][1][0] must be an array'],
    ['a row without an id', detailIn, listedAs(0, null), 'apps[0][1][0][0] must be a text'],
    ['a row with a mark that is a number', detailIn, listedAs(1, 1), 'apps[0][1][0][1] must be a text'],
    [
      'a row with a stamp that is a text',
      detailIn,
      listedAs(2, '1'),
      'apps[0][1][0][2] must be a whole number',
    ],
    [
      'a row with a status that nobody knows',
      detailIn,
      listedAs(3, 'toString'),
      'apps[0][1][0][3] must be a status',
    ],
    [
      'a row with a forced status that nobody knows',
      detailIn,
      listedAs(4, 1),
      'apps[0][1][0][4] must be a status',
    ],
    [
      'a row with an age of 1e400',
      detailIn,
      listedAs(5, read('1e400')),
      'apps[0][1][0][5] must be a whole number',
    ],
    [
      'a row with an age that is missing',
      detailIn,
      listedAs(7, undefined),
      'apps[0][1][0][7] must be a whole number',
    ],
    [
      'a row with an override’s age that is a text',
      detailIn,
      listedAs(8, 'x'),
      'apps[0][1][0][8] must be a whole number',
    ],
    [
      'one that left without an id',
      detailIn,
      { apps: [['SHOP', [], [[]]]] },
      'apps[0][2][0][0] must be a text',
    ],
    [
      'one that left nobody knows when',
      detailIn,
      { apps: [['SHOP', [], [['a', 1]]]] },
      'apps[0][2][0][2] must be a whole number',
    ],
    ['instances that are missing', (document) => instancesIn(document, 0), {}, 'instances must be an array'],
    [
      'an instance that is a text',
      (document) => instancesIn(document, 0),
      { instances: ['x'] },
      'instances[0] must be',
    ],
  ])('is refused by its field: %s', (_what, reader, document, says) => {
    expect(() => reader(document)).toThrow(says);
  });
});
