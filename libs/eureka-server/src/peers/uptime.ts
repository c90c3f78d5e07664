/** Monotonic clock of this process; unlike the wall clock it is never set. */
export const uptimeMs = (): number => Math.floor(performance.now());
