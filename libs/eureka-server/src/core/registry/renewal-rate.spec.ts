import { RenewalRate } from './renewal-rate.js';

describe('the renewal rate', () => {
  it('is that of the last full minute', () => {
    const rate = new RenewalRate();
    rate.count();
    rate.count();
    expect([rate.lastMinute, rate.current]).toEqual([0, 2]);

    rate.closeMinute();
    rate.count();
    expect(rate.lastMinute).toBe(2);

    rate.closeMinute();
    expect(rate.lastMinute).toBe(1);

    rate.closeMinute();
    expect(rate.lastMinute).toBe(0);
  });
});
