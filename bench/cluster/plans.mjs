/** Durations of a full run, under 8 minutes in all. */
export const whole = {
  warmMs: 500,
  /**
   * The first operation of a JVM takes long, since it compiles the whole path of a request at both
   * nodes.
   */
  firstLeastMs: 20_000,
  firstLimitMs: 30_000,
  limitMs: 10_000,
  rounds: 3,
  steadyMs: 3_000,
  quietMs: 45_000,
  loadedMs: 10_000,
  /** The delta retains a change for 180 s and drops it up to 30 s later. */
  deltaEmptyMs: 215_000,
  steadyStateMs: 15_000,
  fullMs: 2_000,
};

/** A smoke test, whose figures are meaningless. */
export const quick = {
  warmMs: 100,
  firstLeastMs: 2_000,
  firstLimitMs: 3_000,
  limitMs: 1_000,
  rounds: 2,
  steadyMs: 1_000,
  quietMs: 4_000,
  loadedMs: 2_000,
  deltaEmptyMs: 0,
  steadyStateMs: 3_000,
  fullMs: 500,
};
