import { setTimeout as pause } from 'node:timers/promises';

/** Epoch milliseconds. Core code takes one, so that specs can move time instead of waiting for it. */
export type Clock = () => number;

/** A number in [0, 1), like Math.random. */
export type Random = () => number;

/** Lets so many milliseconds pass. */
export type Pause = (ms: number) => Promise<unknown>;

export const systemClock: Clock = () => Date.now();
export const systemRandom: Random = () => Math.random();
export const systemPause: Pause = (ms) => pause(ms);
