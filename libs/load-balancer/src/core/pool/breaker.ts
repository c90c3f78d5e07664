/**
 * Decides when an instance has failed often enough to be ejected. The breakers of cockatiel
 * (ConsecutiveBreaker, CountBreaker, SamplingBreaker) satisfy this interface.
 */
export interface Breaker {
  success(state: number): void;
  /** @returns true if this failure is one too many */
  failure(state: number): boolean;
}

/** States in cockatiel's numbers: the instance is called as usual, or only probed. */
export const closed = 0;
export const halfOpen = 2;

/** Trips after this many failures in a row. */
export function consecutive(threshold: number): Breaker {
  let failures = 0;
  return {
    success: () => void (failures = 0),
    failure: () => ++failures >= threshold,
  };
}
