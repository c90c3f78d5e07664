import { anInstance } from '../testing/index.js';
import {
  type AppDetail,
  decodeCompareRequest,
  decodeCompareResponse,
  decodeDetailRequest,
  decodeDetailResponse,
  decodeInstancesRequest,
  decodeInstancesResponse,
  encodeCompareRequest,
  encodeCompareResponse,
  encodeDetailRequest,
  encodeDetailResponse,
  encodeInstancesRequest,
  encodeInstancesResponse,
} from './comparison.js';

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

describe('the documents of a comparison between two servers', () => {
  it('are read as they were written', () => {
    expect(decodeCompareRequest(read(encodeCompareRequest('1:a')))).toBe('1:a');
    expect(decodeDetailRequest(read(encodeDetailRequest(['SHOP', '__proto__'])))).toEqual([
      'SHOP',
      '__proto__',
    ]);
    expect(decodeInstancesRequest(read(encodeInstancesRequest([['SHOP', 'web-1']])))).toEqual([
      ['SHOP', 'web-1'],
    ]);
    expect(decodeCompareResponse(read(encodeCompareResponse(undefined)))).toBeUndefined();
    expect(decodeCompareResponse(read(encodeCompareResponse({ SHOP: '1:a' })))).toEqual({ SHOP: '1:a' });
    expect(decodeDetailResponse(read(encodeDetailResponse(new Map([['SHOP', detail]]))))).toEqual(
      new Map([['SHOP', detail]]),
    );
    expect(decodeInstancesResponse(read(encodeInstancesResponse([anInstance()])), 0)).toMatchObject([
      { instanceId: 'payment8001' },
    ]);
  });

  it('allow any application name', () => {
    const apps = Object.fromEntries([['__proto__', '1:a'] as const]);
    expect(Object.entries(decodeCompareResponse(read(encodeCompareResponse(apps))) ?? {})).toEqual([
      ['__proto__', '1:a'],
    ]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  const good = ['web-1', 'm', 1, 'UP', 'UNKNOWN', 1, 2, 3, null];
  const listedAs = (at: number, value: unknown) => ({
    apps: [['SHOP', [good.map((each, index) => (index === at ? value : each))], []]],
  });

  it.each<[what: string, reader: (document: unknown) => unknown, document: unknown, says: string]>([
    ['a request that is a list', decodeCompareRequest, [], 'document must be an object'],
    ['a request that is null', decodeCompareRequest, null, 'document must be an object'],
    ['a digest that is missing', decodeCompareRequest, {}, 'digest must be a text'],
    [
      'a digest of a prototype',
      decodeCompareRequest,
      read('{"__proto__":{"digest":1}}'),
      'digest must be a text',
    ],
    ['applications that are a text', decodeDetailRequest, { apps: 'SHOP' }, 'apps must be an array'],
    ['an application that is a number', decodeDetailRequest, { apps: ['SHOP', 7] }, 'apps[1] must be a text'],
    ['ids that are missing', decodeInstancesRequest, {}, 'ids must be an array'],
    ['an id that is no pair', decodeInstancesRequest, { ids: ['web-1'] }, 'ids[0] must be an array'],
    ['an id without its application', decodeInstancesRequest, { ids: [[]] }, 'ids[0][0] must be a text'],
    ['half an id', decodeInstancesRequest, { ids: [['SHOP']] }, 'ids[0][1] must be a text'],
    ['digests that are a list', decodeCompareResponse, { apps: [] }, 'apps must be an object'],
    ['digests that are null', decodeCompareResponse, { apps: null }, 'apps must be an object'],
    ['a digest that is a number', decodeCompareResponse, { apps: { SHOP: 1 } }, 'apps.SHOP must be a text'],
    ['a detail that is missing', decodeDetailResponse, {}, 'apps must be an array'],
    ['a detail of an object', decodeDetailResponse, { apps: [{}] }, 'apps[0] must be an array'],
    ['a detail without a name', decodeDetailResponse, { apps: [[]] }, 'apps[0][0] must be a text'],
    ['a detail without rows', decodeDetailResponse, { apps: [['SHOP']] }, 'apps[0][1] must be an array'],
    [
      'a detail without tombstones',
      decodeDetailResponse,
      { apps: [['SHOP', []]] },
      'apps[0][2] must be an array',
    ],
    [
      'a row that is a text',
      decodeDetailResponse,
      { apps: [['SHOP', ['x'], []]] },
      'apps[0][1][0] must be an array',
    ],
    ['a row without an id', decodeDetailResponse, listedAs(0, null), 'apps[0][1][0][0] must be a text'],
    [
      'a row with a fingerprint that is a number',
      decodeDetailResponse,
      listedAs(1, 1),
      'apps[0][1][0][1] must be a text',
    ],
    [
      'a row with a timestamp that is a text',
      decodeDetailResponse,
      listedAs(2, '1'),
      'apps[0][1][0][2] must be a whole number',
    ],
    [
      'a row with an unknown status',
      decodeDetailResponse,
      listedAs(3, 'toString'),
      'apps[0][1][0][3] must be a status',
    ],
    [
      'a row with an unknown override',
      decodeDetailResponse,
      listedAs(4, 1),
      'apps[0][1][0][4] must be a status',
    ],
    [
      'a row with an age of 1e400',
      decodeDetailResponse,
      listedAs(5, read('1e400')),
      'apps[0][1][0][5] must be a whole number',
    ],
    [
      'a row with an age that is missing',
      decodeDetailResponse,
      listedAs(7, undefined),
      'apps[0][1][0][7] must be a whole number',
    ],
    [
      'a row with an override’s age that is a text',
      decodeDetailResponse,
      listedAs(8, 'x'),
      'apps[0][1][0][8] must be a whole number',
    ],
    [
      'a tombstone without an id',
      decodeDetailResponse,
      { apps: [['SHOP', [], [[]]]] },
      'apps[0][2][0][0] must be a text',
    ],
    [
      'a tombstone without an age',
      decodeDetailResponse,
      { apps: [['SHOP', [], [['a', 1]]]] },
      'apps[0][2][0][2] must be a whole number',
    ],
    [
      'instances that are missing',
      (document) => decodeInstancesResponse(document, 0),
      {},
      'instances must be an array',
    ],
    [
      'an instance that is a text',
      (document) => decodeInstancesResponse(document, 0),
      { instances: ['x'] },
      'instances[0] must be',
    ],
  ])('are rejected, and the error names the field: %s', (_what, reader, document, says) => {
    expect(() => reader(document)).toThrow(says);
  });
});
