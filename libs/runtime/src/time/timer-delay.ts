/** Longest delay of `setTimeout`: a longer one fires at once. */
const maxDelayMs = 2_147_483_647;

/** Delay for a timer that was computed, or came from elsewhere: too long a one is cut off. */
export const timerDelay = (ms: number): number =>
  Number.isNaN(ms) ? maxDelayMs : Math.min(Math.max(0, ms), maxDelayMs);
