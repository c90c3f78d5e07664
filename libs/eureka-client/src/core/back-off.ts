import type { Random } from '../surroundings.js';

const firstMs = 100;

/**
 * How long to wait after so many failures in a row: about 100 ms, then twice as long each time, up to the cap.
 * Half of it is left to chance, so that six processes started together do not knock together.
 */
export function backOffMs(failures: number, capMs: number, random: Random): number {
  const whole = Math.min(capMs, firstMs * 2 ** Math.max(0, failures - 1));
  return whole / 2 + (random() * whole) / 2;
}
