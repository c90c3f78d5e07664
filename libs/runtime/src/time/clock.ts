/**
 * Returns epoch milliseconds. Core code takes a clock, so that specs advance time instead of
 * waiting.
 */
export type Clock = () => number;

/** Returns a number in [0, 1), like Math.random. */
export type Random = () => number;

export const systemClock: Clock = () => Date.now();
export const systemRandom: Random = () => Math.random();
