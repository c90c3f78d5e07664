/** Chance that can be had again: the same seed brings the same numbers. The generator is mulberry32. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    return scrambled(this.state) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.between(0, items.length - 1)] ?? items[0];
  }
}

/**
 * A number in [0, 1) made of others. What hangs on the moment and the place alone stays the same when another step is
 * taken out of a story.
 */
export function drawn(...of: readonly number[]): number {
  let state = 0;
  for (const each of of) state = scrambled((state + each + 0x6d2b79f5) >>> 0);
  return state / 2 ** 32;
}

function scrambled(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
