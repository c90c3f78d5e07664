import { setTimeout as pause } from 'node:timers/promises';

/** Looks again and again until `look` throws no more, and gives what it returned; at the end of its patience, its last error. */
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
