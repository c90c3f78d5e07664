/**
 * Hash of some numbers as a number in [0, 1). Unlike a draw from a sequence it stays the same when
 * another step of the story is removed.
 */
export function hashToUnit(...of: readonly number[]): number {
  let state = 0;
  for (const each of of) state = scramble((state + each + 0x6d2b79f5) >>> 0);
  return state / 2 ** 32;
}

function scramble(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
