import { weightOf } from './weight.js';

describe('the weight of a range', () => {
  it.each([
    [undefined, 1],
    ['1', 1],
    ['1.000', 1],
    ['0.5', 0.5],
    [' 0.5 ', 0.5],
    ['.5', 0.5],
    ['5', 1],
    ['0', 0],
  ])('%j is %d', (text, weight) => expect(weightOf(text)).toBe(weight));

  it.each(['', ' ', '.', '0x1', '0b1', '1e0', '-1', '+1', 'Infinity', 'NaN', '0,5', '"1"', '１'])(
    '%j is none',
    (text) => expect(weightOf(text)).toBe(0),
  );
});
