import { gaugeGeometry } from './gauge.js';

const numbers = { isEnabled: true, isOn: false, received: 8, threshold: 6, expected: 8 };

describe('the gauge', () => {
  it('starts at the left and ends at the right', () => {
    const { at, path } = gaugeGeometry(numbers, 10);
    expect([at(0, 10), at(0.5, 10), at(1, 10)]).toEqual([
      { x: -10, y: -0 },
      { x: 0, y: -10 },
      { x: 10, y: -0 },
    ]);
    expect(path(0, 0.5)).toBe('M-10 0A10 10 0 0 1 0 -10');
  });

  it('never runs over', () => {
    for (const received of [0, 6, 8, 1_000]) {
      const { received: part, threshold } = gaugeGeometry({ ...numbers, received }, 10);
      expect(part).toBeLessThan(1);
      expect(threshold).toBeLessThan(1);
    }
  });

  it('of an empty registry is empty', () =>
    expect(gaugeGeometry({ ...numbers, received: 0, threshold: 0, expected: 0 }, 10).received).toBe(0));
});
