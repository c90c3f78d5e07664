/** Epoch milliseconds. Core code takes one, so that specs can move time instead of waiting for it. */
export type Clock = () => number;

/** A number in [0, 1), like Math.random. */
export type Random = () => number;

export const systemClock: Clock = () => Date.now();
export const systemRandom: Random = () => Math.random();
