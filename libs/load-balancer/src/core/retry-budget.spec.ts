import { manualClock } from '@eureka-nest/runtime/testing';
import { RetryBudget } from './retry-budget.js';

describe('the retry budget', () => {
  const clock = manualClock();
  const spendAll = (budget: RetryBudget) => {
    let spent = 0;
    while (budget.spend()) spent++;
    return spent;
  };

  it('is a part of the calls of the last 10 s', () => {
    const budget = new RetryBudget({ share: 0.2, perSecond: 0 }, clock);
    for (let call = 0; call < 1000; call++) budget.called();
    expect(spendAll(budget)).toBe(200);
    clock.advance(9_000);
    expect(spendAll(budget)).toBe(0);
  });

  it('forgets calls and retries after 10 s', () => {
    const budget = new RetryBudget({ share: 0.2, perSecond: 0 }, clock);
    for (let call = 0; call < 100; call++) budget.called();
    expect(spendAll(budget)).toBe(20);
    clock.advance(11_000);
    expect(spendAll(budget)).toBe(0);
    for (let call = 0; call < 100; call++) budget.called();
    expect(spendAll(budget)).toBe(20);
  });

  it('has some for a quiet service', () => {
    expect(spendAll(new RetryBudget({ share: 0.2, perSecond: 1 }, clock))).toBe(10);
  });

  it('never lets retries double an outage: 10,000 calls that all fail become 12,000', () => {
    const budget = new RetryBudget({ share: 0.2, perSecond: 0 }, clock);
    let sent = 0;
    for (let call = 0; call < 10_000; call++) {
      budget.called();
      sent++;
      while (budget.spend()) sent++;
      clock.advance(1);
    }
    expect(sent).toBeGreaterThan(11_900);
    expect(sent).toBeLessThanOrEqual(12_000);
  });
});
