import { setTimeout as pause } from 'node:timers/promises';

const timeoutMs = 20_000;

/** Waits until a condition holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const since = performance.now();
  while (!(await holds())) {
    if (performance.now() - since > timeoutMs)
      throw new Error(`condition does not hold after ${timeoutMs} ms: ${holds}`);
    await pause(10);
  }
}
