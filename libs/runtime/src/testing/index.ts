export { manualClock, type ManualClock } from './manual-clock.js';
export { importedPackages } from './imported-packages.js';
