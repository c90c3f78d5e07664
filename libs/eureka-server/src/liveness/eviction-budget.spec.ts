import { EvictionBudget } from './eviction-budget.js';

/** Number of removals that the budget allows at one moment. */
function removalsOf(size: number, budget = new EvictionBudget(0.85), now = 0): number {
  let removed = 0;
  while (removed < size && budget.trySpend(size - removed, now)) removed += 1;
  return removed;
}

describe('the budget of removals', () => {
  it.each([
    [1, 1],
    [2, 1],
    [6, 1],
    [7, 2],
    [20, 3],
    [1_000, 150],
  ])('of %i instances allows %i within a minute, as one eviction run does', (size, most) => {
    expect(removalsOf(size)).toBe(most);
  });

  it('counts within any minute, not by the clock minute', () => {
    const budget = new EvictionBudget(0.85);
    expect(removalsOf(6, budget, 50_000)).toBe(1);
    expect(budget.waitMs(70_000)).toBe(40_000);
    expect(removalsOf(5, budget, 109_999)).toBe(0);
    expect(removalsOf(5, budget, 110_000)).toBe(1);
  });

  it('is empty if nothing may be evicted', () => {
    const budget = new EvictionBudget(1);
    expect(budget.trySpend(100, 0)).toBe(false);
    expect(budget.waitMs(0)).toBe(60_000);
  });
});
