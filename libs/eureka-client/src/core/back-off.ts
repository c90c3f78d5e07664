import type { Random } from '@eureka-nest/runtime/time';

const firstMs = 100;

/**
 * Pause after a number of failures in a row: about 100 ms, doubled with each further failure, up to
 * the cap. Half of it is random, so that processes that start together do not retry together.
 */
export function backOffMs(failures: number, capMs: number, random: Random): number {
  const longestMs = Math.min(capMs, firstMs * 2 ** Math.max(0, failures - 1));
  return longestMs / 2 + (random() * longestMs) / 2;
}
