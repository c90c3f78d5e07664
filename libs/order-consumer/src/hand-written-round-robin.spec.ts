import { HandWrittenRoundRobin } from './hand-written-round-robin.js';

describe('the hand-written round robin', () => {
  it('starts at index 1, since the first call is number 1', () => {
    const robin = new HandWrittenRoundRobin();
    expect([1, 2, 3, 4].map(() => robin.pick([8002, 8001]))).toEqual([8001, 8002, 8001, 8002]);
  });

  it('distributes six calls over three instances', () => {
    const robin = new HandWrittenRoundRobin();
    expect(Array.from({ length: 6 }, () => robin.pick(['a', 'b', 'c']))).toEqual([
      'b',
      'c',
      'a',
      'b',
      'c',
      'a',
    ]);
    expect(robin.calls).toBe(6);
  });

  it("restarts at 0 after Java's largest int", () => {
    const robin = new HandWrittenRoundRobin(2_147_483_646);
    expect([robin.pick(['a', 'b']), robin.calls]).toEqual(['b', 2_147_483_647]);
    expect([robin.pick(['a', 'b']), robin.calls]).toEqual(['a', 0]);
    expect([robin.pick(['a', 'b']), robin.calls]).toEqual(['b', 1]);
  });

  it('picks and counts nothing without instances', () => {
    const robin = new HandWrittenRoundRobin();
    expect(robin.pick([])).toBeUndefined();
    expect(robin.calls).toBe(0);
  });
});
