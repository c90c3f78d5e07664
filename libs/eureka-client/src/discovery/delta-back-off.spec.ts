import { DeltaBackOff } from './delta-back-off.js';

describe('the back-off of deltas', () => {
  /** Number of fetches that skip the delta. */
  const skipped = (backOff: DeltaBackOff): number => {
    let count = 0;
    while (backOff.skips()) count += 1;
    return count;
  };

  it('skips no delta before one failed', () => {
    expect(skipped(new DeltaBackOff())).toBe(0);
  });

  it('skips twice as many after each failure, at most 128', () => {
    const backOff = new DeltaBackOff();
    const counts = Array.from({ length: 10 }, () => {
      backOff.deltaFailed();
      return skipped(backOff);
    });
    expect(counts).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 128, 128]);
  });

  it('starts anew after a reset', () => {
    const backOff = new DeltaBackOff();
    for (let time = 0; time < 4; time++) backOff.deltaFailed();
    backOff.reset();
    expect(skipped(backOff)).toBe(0);
    backOff.deltaFailed();
    expect(skipped(backOff)).toBe(1);
  });
});
