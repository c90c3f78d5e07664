export { freePort } from './free-port.js';
export { importedPackages } from './imported-packages.js';
export { manualClock, type ManualClock } from './manual-clock.js';
export { SeededRandom } from './seeded-random.js';
