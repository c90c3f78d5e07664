/** Timings that `npm run stage` can add. */
export { classic, fast } from '../../tools/stages.mjs';
