import type { Random } from '@eureka-nest/runtime/time';
import type { Candidate } from '../instance-source.js';

/** What is going on at one instance, as far as this process sees it. */
export interface LoadView {
  /** Calls that are under way. */
  readonly inFlight: number;
  /** What the next call would cost in ms: its response time of late, times the calls that would share it. */
  cost(): number;
}

/** What a strategy may look at beside the candidates. */
export interface About {
  /** Calls with the same key belong to the same instance. */
  readonly key?: string;
  loadOf(candidate: Candidate): LoadView;
}

/**
 * Picks one candidate, or nothing when there are none. Never calls, waits or logs.
 *
 * The list stays the same object until it changes, so what is worked out from it can be kept that long.
 */
export type Strategy = (candidates: readonly Candidate[], about: About) => Candidate | undefined;

/** Each in turn. Spring's starts at a random one of a thousand (see {@link anywhere}); this starts where it is told, so that a lesson repeats. */
export const roundRobin = (first = 0) => {
  let turn = first;
  return <T>(candidates: readonly T[]): T | undefined => candidates[turn++ % candidates.length];
};

/** Where a round robin starts if many processes are not to start at the same instance. */
export const anywhere = (chance: Random): number => Math.floor(chance() * 1000);

/** Any, each with the same chance. */
export const random =
  (chance: Random) =>
  <T>(candidates: readonly T[]): T | undefined =>
    candidates[Math.floor(chance() * candidates.length)];
