export { manualClock, type ManualClock } from './manual-clock.js';
export { packagesBehind } from './packages-behind.js';
