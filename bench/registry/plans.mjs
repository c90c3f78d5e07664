/** How long a run takes its time. */
export const whole = {
  rounds: 5,
  startRounds: 3,
  durationMs: 1000,
  warmMs: 500,
  /** A JVM's first operation: it compiles the whole way that a request goes. */
  firstLeastMs: 30_000,
  firstPatienceMs: 60_000,
  patienceMs: 10_000,
  idleMs: 15_000,
  /** The delta keeps a change for 180 s, and is rid of it up to 30 s later. */
  deltaEmptyMs: 215_000,
  livingMs: 60_000,
  churnMs: 35_000,
  shortChurnMs: 4_000,
  newOnes: 5_000,
  skipsMost: false,
};

/** To see that everything works; its figures are none. */
export const quick = {
  rounds: 2,
  startRounds: 1,
  durationMs: 300,
  warmMs: 100,
  firstLeastMs: 2_000,
  firstPatienceMs: 3_000,
  patienceMs: 1_000,
  idleMs: 1_000,
  deltaEmptyMs: 0,
  livingMs: 3_000,
  churnMs: 3_000,
  shortChurnMs: 1_000,
  newOnes: 1_000,
  skipsMost: true,
};
