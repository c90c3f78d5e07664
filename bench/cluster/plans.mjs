/** How long a run takes its time: under 8 minutes in all. */
export const whole = {
  warmMs: 500,
  /** A JVM's first operation: it compiles the whole way that a request goes, at both nodes. */
  firstLeastMs: 20_000,
  firstPatienceMs: 30_000,
  patienceMs: 10_000,
  rounds: 3,
  steadyMs: 3_000,
  quietMs: 45_000,
  loadedMs: 10_000,
  /** The delta keeps a change for 180 s, and is rid of it up to 30 s later. */
  deltaEmptyMs: 215_000,
  livingMs: 15_000,
  fullMs: 2_000,
};

/** To see that everything works; its figures are none. */
export const quick = {
  warmMs: 100,
  firstLeastMs: 2_000,
  firstPatienceMs: 3_000,
  patienceMs: 1_000,
  rounds: 2,
  steadyMs: 1_000,
  quietMs: 4_000,
  loadedMs: 2_000,
  deltaEmptyMs: 0,
  livingMs: 3_000,
  fullMs: 500,
};
