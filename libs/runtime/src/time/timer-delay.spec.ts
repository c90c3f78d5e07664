import { timerDelay } from './timer-delay.js';

it.each([
  [5, 5],
  [0, 0],
  [-1, 0],
  [-Infinity, 0],
  [2_147_483_647, 2_147_483_647],
  [2_147_483_648, 2_147_483_647],
  [1e15, 2_147_483_647],
  [Infinity, 2_147_483_647],
  [NaN, 2_147_483_647],
])('a timer accepts %d ms as %d', (ms, delay) => expect(timerDelay(ms)).toBe(delay));
