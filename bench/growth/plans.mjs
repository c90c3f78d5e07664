/** One port per server that runs at a time. */
export const ports = [7390, 7391, 7392, 7393, 7394];

export const plans = {
  whole: {
    sizes: [1_000, 10_000, 100_000, 300_000],
    rounds: 5,
    durationMs: 800,
    warmMs: 2_500,
    /** Instances that come and go in a round. */
    newOnes: 5_000,
    settleMs: 5_000,
    million: 1_000_000,
    livingMs: 20_000,
  },
  /** A smoke test, whose figures are meaningless. */
  quick: {
    sizes: [1_000, 10_000],
    rounds: 2,
    durationMs: 200,
    warmMs: 300,
    newOnes: 500,
    settleMs: 500,
    million: undefined,
    livingMs: 0,
  },
};
