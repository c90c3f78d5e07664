import { backOffMs } from './back-off.js';

describe('the pause after a failure', () => {
  it.each([
    [1, 100],
    [2, 200],
    [3, 400],
    [5, 1600],
    [6, 2000],
    [5000, 2000],
  ])('after %d failures in a row is at most %d ms and at least half of that', (failures, most) => {
    expect(backOffMs(failures, 2000, () => 0)).toBe(most / 2);
    expect(backOffMs(failures, 2000, () => 1)).toBe(most);
  });

  it('never exceeds a cap below the first step', () => {
    expect(backOffMs(1, 40, () => 1)).toBe(40);
  });
});
