/** Durations of a full run. */
export const whole = {
  rounds: 5,
  startRounds: 3,
  durationMs: 1000,
  warmMs: 500,
  /** The first operation of a JVM takes long, since it compiles the whole path of a request. */
  firstLeastMs: 30_000,
  firstLimitMs: 60_000,
  limitMs: 10_000,
  idleMs: 15_000,
  /** The delta retains a change for 180 s and drops it up to 30 s later. */
  deltaEmptyMs: 215_000,
  steadyStateMs: 60_000,
  churnMs: 35_000,
  shortChurnMs: 4_000,
  newOnes: 5_000,
  skipsMost: false,
};

/** A smoke test, whose figures are meaningless. */
export const quick = {
  rounds: 2,
  startRounds: 1,
  durationMs: 300,
  warmMs: 100,
  firstLeastMs: 2_000,
  firstLimitMs: 3_000,
  limitMs: 1_000,
  idleMs: 1_000,
  deltaEmptyMs: 0,
  steadyStateMs: 3_000,
  churnMs: 3_000,
  shortChurnMs: 1_000,
  newOnes: 1_000,
  skipsMost: true,
};
