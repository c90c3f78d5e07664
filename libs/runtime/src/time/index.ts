/** Clock, random numbers and timers without Nest. */
export { type Clock, monotonicClock, type Random, systemClock, systemRandom } from './clock.js';
export { every, type Stop } from './every.js';
export { pause } from './pause.js';
export { timerDelay } from './timer-delay.js';
export { unlessAborted } from './unless-aborted.js';
export { within } from './within.js';
