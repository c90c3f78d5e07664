import { setTimeout as pause } from 'node:timers/promises';

/**
 * Repeats `look` until it does not throw, and returns its result; throws its last error at the time
 * limit.
 */
export async function eventually<T>(look: () => T | Promise<T>, within = 10_000): Promise<T> {
  const end = performance.now() + within;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await pause(25);
  }
}
