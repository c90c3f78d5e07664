/** Decides when an instance has failed enough. cockatiel's breakers (ConsecutiveBreaker, CountBreaker, SamplingBreaker) fit. */
export interface Breaker {
  success(state: number): void;
  /** @returns whether that was one too many */
  failure(state: number): boolean;
}

/** The words of cockatiel's breakers for an instance that is called as usual, and for one that a call finds out about. */
export const closed = 0;
export const halfOpen = 2;

/** So many failures in a row. */
export function consecutive(most: number): Breaker {
  let failures = 0;
  return {
    success: () => void (failures = 0),
    failure: () => ++failures >= most,
  };
}
