import { manualClock } from '@eureka-nest/runtime/testing';
import { RetryBudget } from './retry-budget.js';

describe('the retry budget', () => {
  const clock = manualClock();
  const withdrawAll = (budget: RetryBudget) => {
    let taken = 0;
    while (budget.withdraw()) taken++;
    return taken;
  };

  it('is a part of the calls of the last 10 s', () => {
    const budget = new RetryBudget({ share: 0.2, perSecond: 0 }, clock);
    for (let call = 0; call < 1000; call++) budget.deposit();
    expect(withdrawAll(budget)).toBe(200);
    clock.advance(9_000);
    expect(withdrawAll(budget)).toBe(0);
  });

  it('forgets calls and retries after 10 s', () => {
    const budget = new RetryBudget({ share: 0.2, perSecond: 0 }, clock);
    for (let call = 0; call < 100; call++) budget.deposit();
    expect(withdrawAll(budget)).toBe(20);
    clock.advance(11_000);
    expect(withdrawAll(budget)).toBe(0);
    for (let call = 0; call < 100; call++) budget.deposit();
    expect(withdrawAll(budget)).toBe(20);
  });

  it('allows some for a service with few calls', () => {
    expect(withdrawAll(new RetryBudget({ share: 0.2, perSecond: 1 }, clock))).toBe(10);
  });

  it('limits the load of an outage: 10,000 calls that all fail become 12,000', () => {
    const budget = new RetryBudget({ share: 0.2, perSecond: 0 }, clock);
    let sent = 0;
    for (let call = 0; call < 10_000; call++) {
      budget.deposit();
      sent++;
      while (budget.withdraw()) sent++;
      clock.advance(1);
    }
    expect(sent).toBeGreaterThan(11_900);
    expect(sent).toBeLessThanOrEqual(12_000);
  });
});
