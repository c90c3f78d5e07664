import type { Random } from '@eureka-nest/runtime/time';
import type { Candidate } from '../instance-source.js';

/** Load of one instance, as far as this process sees it. */
export interface LoadView {
  /** Number of calls in flight. */
  readonly inFlight: number;
  /** Expected cost of the next call in ms: recent response time × calls that would share it. */
  cost(): number;
}

/** Facts that a strategy may use beside the candidates. */
export interface PickContext {
  /** Calls with the same key belong to the same instance. */
  readonly key?: string;
  loadOf(candidate: Candidate): LoadView;
}

/**
 * Picks one candidate, or undefined from an empty list or if none of them may get a call. Never
 * calls, waits or logs.
 *
 * The list is the same array until it changes, so data derived from it can be cached that long. A
 * new strategy is exported from `index.ts` and must pass `itIsAStrategy`, which is in
 * `test/core/strategies/strategy.contract.ts`.
 */
export type Strategy = (candidates: readonly Candidate[], context: PickContext) => Candidate | undefined;

/**
 * Picks each in turn, beginning with the given index, so that a demonstration is repeatable.
 * Spring starts at a random one of a thousand; see {@link randomStart}.
 */
export const roundRobin = (first = 0) => {
  let turn = first;
  return <T>(candidates: readonly T[]): T | undefined => candidates[turn++ % candidates.length];
};

/** Start index for a round robin, so that many processes do not all start at one instance. */
export const randomStart = (random: Random): number => Math.floor(random() * 1000);

/** Picks any candidate with equal probability. */
export const randomChoice =
  (random: Random) =>
  <T>(candidates: readonly T[]): T | undefined =>
    candidates[Math.floor(random() * candidates.length)];
