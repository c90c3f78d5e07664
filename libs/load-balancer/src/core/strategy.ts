import type { Random } from '@eureka-nest/runtime';

/** Picks one candidate, or nothing when there are none. Never calls, waits or logs. */
export type Strategy = <T>(candidates: readonly T[]) => T | undefined;

/** Each in turn. Spring's starts at a random one of a thousand; this starts where it is told, so that a lesson repeats. */
export const roundRobin = (first = 0): Strategy => {
  let turn = first;
  return (candidates) => candidates[turn++ % candidates.length];
};

/** Any, each with the same chance. */
export const random =
  (chance: Random): Strategy =>
  (candidates) =>
    candidates[Math.floor(chance() * candidates.length)];
