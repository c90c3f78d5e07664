import { EvictionBudget } from './eviction-budget.js';

/** How many of so many may go, one after the other, at one moment. */
function takenOf(size: number, allowance = new EvictionBudget(0.85), now = 0): number {
  let taken = 0;
  while (taken < size && allowance.take(size - taken, now)) taken += 1;
  return taken;
}

describe('how many may be taken out', () => {
  it.each([
    [1, 1],
    [2, 1],
    [6, 1],
    [7, 2],
    [20, 3],
    [1_000, 150],
  ])('of %i instances: %i within a minute, as in one sweep', (size, most) => {
    expect(takenOf(size)).toBe(most);
  });

  it('counts any minute, not the one of the clock', () => {
    const allowance = new EvictionBudget(0.85);
    expect(takenOf(6, allowance, 50_000)).toBe(1);
    expect(allowance.waitMs(70_000)).toBe(40_000);
    expect(takenOf(5, allowance, 109_999)).toBe(0);
    expect(takenOf(5, allowance, 110_000)).toBe(1);
  });

  it('is none where nothing may be evicted, and asked anew in a minute', () => {
    const allowance = new EvictionBudget(1);
    expect(allowance.take(100, 0)).toBe(false);
    expect(allowance.waitMs(0)).toBe(60_000);
  });
});
