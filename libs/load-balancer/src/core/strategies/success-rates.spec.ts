import { manualClock } from '@eureka-nest/runtime/testing';
import { SuccessRates } from './success-rates.js';

describe('success rates', () => {
  const rules = { everyMs: 10_000, leastCalls: 20, mostBelow: 0.3 };
  /** Those that stand out after a span in which each had so many good calls and so many bad ones. */
  const standingOut = (calls: Readonly<Record<string, readonly [number, number]>>) => {
    const clock = manualClock();
    const rates = new SuccessRates<string>(rules, clock);
    const all = Object.entries(calls).flatMap(([id, [good, bad]]) => [
      ...Array.from({ length: good }, () => [id, true] as const),
      ...Array.from({ length: bad }, () => [id, false] as const),
    ]);
    const [id, good] = all.pop()!;
    for (const [each, well] of all) expect(rates.count(each, well)).toEqual([]);
    clock.advance(10_000);
    return rates.count(id, good);
  };

  it.each([
    ['the one that fails while the others do not', { a: [0, 50], b: [50, 0], c: [50, 0] }, ['a']],
    ['also of two', { a: [0, 50], b: [50, 0] }, ['a']],
    ['nobody where all fail alike', { a: [5, 50], b: [5, 50], c: [5, 50] }, []],
    ['nobody who is a little worse', { a: [80, 20], b: [95, 5], c: [95, 5] }, []],
    ['nobody of whom too little is known', { a: [0, 19], b: [50, 0], c: [50, 0] }, []],
    ['nobody where there is nobody to compare', { a: [0, 50] }, []],
  ] as const)('tell %s', (_, calls, out) => {
    expect(standingOut(calls)).toEqual(out);
  });

  it('begin anew with each span', () => {
    const clock = manualClock();
    const rates = new SuccessRates<string>(rules, clock);
    for (let call = 0; call < 50; call++) rates.count('a', false);
    clock.advance(10_000);
    rates.count('b', true);
    for (let call = 0; call < 50; call++) rates.count('b', true);
    clock.advance(10_000);
    expect(rates.count('b', true)).toEqual([]);
  });
});
