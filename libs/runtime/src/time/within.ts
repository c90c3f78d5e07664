import { timerDelay } from './timer-delay.js';

/**
 * Resolves as the promise does, or to `late` once the time is up. The promise itself goes on.
 *
 * @throws the promise's error, if it rejects in time
 */
export function within<T, L>(ms: number, promise: Promise<T>, late: L): Promise<T | L> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, timerDelay(ms), late);
    promise.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}
