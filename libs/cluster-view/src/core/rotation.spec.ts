import { rotationLanes } from './rotation.js';

const calls = (targets: string) =>
  [...targets].map(
    (target) => ({ target: target.toLowerCase(), outcome: target < 'a' ? 'failed' : 'ok' }) as const,
  );

describe('the rotation strip', () => {
  it('has a lane for each target, in the order of their names', () => {
    const lanes = rotationLanes(calls('bcabCa'));
    expect(lanes.map(({ target, total, failed }) => [target, total, failed])).toEqual([
      ['a', 2, 0],
      ['b', 2, 0],
      ['c', 2, 1],
    ]);
    expect(lanes[2]!.marks).toEqual([
      { column: 1, failed: false },
      { column: 4, failed: true },
    ]);
  });

  it('shows the last 50 calls', () => {
    const [lane] = rotationLanes(calls('a'.repeat(70)));
    expect([lane!.total, lane!.marks.at(-1)!.column]).toEqual([50, 49]);
  });

  it('puts targets without a lane of their own in the last lane', () => {
    const lanes = rotationLanes(calls('abcdefghij'), 3);
    expect(lanes.map(({ target, total }) => [target, total])).toEqual([
      ['a', 1],
      ['b', 1],
      [undefined, 8],
    ]);
  });

  it('is empty without calls', () => expect(rotationLanes([])).toEqual([]));
});
