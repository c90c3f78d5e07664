/**
 * Returns epoch milliseconds. Core code takes a clock, so that specs advance time instead of
 * waiting.
 */
export type Clock = () => number;

/** Returns a number in [0, 1), like Math.random. */
export type Random = () => number;

export const systemClock: Clock = () => Date.now();

/**
 * Clock for durations: it never jumps, as the time of day does when that is set. Its zero is
 * arbitrary.
 */
export const monotonicClock: Clock = () => performance.now();
export const systemRandom: Random = () => Math.random();
