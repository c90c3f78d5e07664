import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 20_000;

/** Waits until something holds that another process or a socket brings about. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const since = performance.now();
  while (!(await holds())) {
    if (performance.now() - since > patienceMs)
      throw new Error(`it does not hold after ${patienceMs} ms: ${holds}`);
    await pause(10);
  }
}
