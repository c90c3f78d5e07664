import type { Clock } from '../time/clock.js';

/** A clock that stands still until it is advanced. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
}

export function manualClock(start = 1_750_000_000_000): ManualClock {
  let now = start;
  return Object.assign(() => now, { advance: (ms: number) => void (now += ms) });
}
