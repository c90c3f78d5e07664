import { timerDelay } from './timer-delay.js';

/** Stops a timer; calling it twice is harmless. */
export type Stop = () => void;

/**
 * Runs a task at a fixed delay. Runs never overlap; a failed run is logged and does not stop the
 * next one.
 *
 * @param task receives the delay of the run in ms: a sweep must not blame others for our own pause
 */
export function every(
  intervalMs: number,
  task: (lateMs: number) => void | Promise<void>,
  logger: { error(message: string): void } = console,
): Stop {
  let stopped = false;
  let timer: NodeJS.Timeout;
  const plan = () => {
    const plannedFor = performance.now() + intervalMs;
    // Only a logger that throws makes a run reject; there is no other place to report that.
    timer = setTimeout(() => {
      run(plannedFor).catch(() => undefined);
    }, timerDelay(intervalMs));
  };
  const run = async (plannedFor: number) => {
    try {
      await task(Math.max(0, performance.now() - plannedFor));
    } catch (error) {
      logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      if (!stopped) plan();
    }
  };
  plan();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
