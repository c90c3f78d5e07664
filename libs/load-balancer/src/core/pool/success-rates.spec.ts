import { manualClock } from '@eureka-nest/runtime/testing';
import { SuccessRates } from './success-rates.js';

describe('success rates', () => {
  const rules = { everyMs: 10_000, leastCalls: 20, mostBelow: 0.3 };
  /** Outliers after a period with these numbers of good and bad calls. */
  const outliers = (calls: Readonly<Record<string, readonly [number, number]>>) => {
    const clock = manualClock();
    const rates = new SuccessRates<string>(rules, clock);
    const all = Object.entries(calls).flatMap(([id, [good, bad]]) => [
      ...Array.from({ length: good }, () => [id, true] as const),
      ...Array.from({ length: bad }, () => [id, false] as const),
    ]);
    const [id, good] = all.pop()!;
    for (const [each, isGood] of all) expect(rates.count(each, isGood)).toEqual([]);
    clock.advance(10_000);
    return rates.count(id, good);
  };

  it.each([
    ['the one that fails while the others do not', { a: [0, 50], b: [50, 0], c: [50, 0] }, ['a']],
    ['one of two', { a: [0, 50], b: [50, 0] }, ['a']],
    ['none when all fail alike', { a: [5, 50], b: [5, 50], c: [5, 50] }, []],
    ['none that is only a little worse', { a: [80, 20], b: [95, 5], c: [95, 5] }, []],
    ['none with too few calls', { a: [0, 19], b: [50, 0], c: [50, 0] }, []],
    ['none without another to compare with', { a: [0, 50] }, []],
  ] as const)('report %s', (_, calls, out) => {
    expect(outliers(calls)).toEqual(out);
  });

  it('start anew in each period', () => {
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
