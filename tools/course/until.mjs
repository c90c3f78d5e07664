import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 50;

/**
 * Repeats `look` until it returns a value, and returns that; throws an error at the time limit.
 *
 * @template T
 * @param {string} what
 * @param {number} limitMs
 * @param {() => T | undefined | Promise<T | undefined>} look
 * @returns {Promise<T>}
 */
export async function until(what, limitMs, look) {
  for (const end = Date.now() + limitMs; Date.now() < end; await pause(pollMs)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what}: not within ${limitMs / 1000} s`);
}
