import { encodeReplicationList } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { exceededJsonLimit } from './json-limits.js';

const excess = (json: string) => exceededJsonLimit(Buffer.from(json));
const blanks = ' '.repeat(70_000);
const nested = (depth: number) => '['.repeat(depth) + blanks + ']'.repeat(depth);

describe('the limits of a JSON text', () => {
  it.each([
    ['fifty lists in each other', nested(50)],
    ['many lists beside each other', `[${'[[]],'.repeat(50_000)}0]`],
    ['braces and commas in a text', JSON.stringify({ a: '{[,'.repeat(100_000) })],
    ['quotation marks in a text', `[${'"\\"[",'.repeat(60_000)}"\\\\"]`],
    ['many brackets, yet few bytes', '['.repeat(60_000)],
    ['100,000 entries of metadata', `{${'"a":"b",'.repeat(100_000)}"a":"b"}`],
  ])('allow %s', (_what, json) => expect(excess(json)).toBeUndefined());

  it.each([
    ['51 lists in each other', nested(51), 'at most 50 lists and objects deep'],
    ['objects in each other', `${'{"a":'.repeat(20_000)}1`, 'at most 50 lists and objects deep'],
    ['very many objects', '{},'.repeat(100_001), 'of 200000 values at most'],
    ['very many numbers', `[${'1,'.repeat(200_000)}1]`, 'of 200000 values at most'],
    ['more behind a text', `["${blanks}\\\\",${'['.repeat(60)}`, 'at most 50 lists and objects deep'],
  ])('refuse %s', (_what, json, why) => expect(excess(json)).toBe(why));

  it('allow an unterminated string', () => {
    expect(excess(`"${blanks}`)).toBeUndefined();
    expect(excess(`"${blanks}\\`)).toBeUndefined();
  });

  it('allow the largest batch that Java sends, with 40 metadata entries per instance', () => {
    const metadata = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`key-${i}`, `value ${i}`]));
    const instanceInfo = anInstance({ metadata });
    const item = { appName: 'SHOP', id: 'web-1', action: 'Register', status: 'UP', instanceInfo } as const;
    const batch = encodeReplicationList(Array.from({ length: 250 }, () => item));
    expect(excess(JSON.stringify(batch))).toBeUndefined();
  });
});
