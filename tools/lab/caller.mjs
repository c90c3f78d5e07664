import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** @typedef {import('@eureka-nest/protocol/console').LabEvents['call']} CallEvent */

/** Shortest time between the starts of two calls: 50 a second. */
const spacingMs = 20;
const mostInFlight = 8;
const limitMs = 15_000;
const maxBytes = 65_536;

/** Port of the provider that answered, from the course's message `查询成功,serverPort:  8001`. */
export function portIn(/** @type {string} */ text) {
  const port = /serverPort: *(\d{1,5})/.exec(text)?.[1];
  return port === undefined ? undefined : Number(port);
}

/**
 * Makes one call, whose text is read up to a limit.
 *
 * @param {string} url
 * @returns {Promise<{ status?: number, port?: number, error?: string }>}
 */
export const callOnce = (url) =>
  new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: limitMs }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text.length < maxBytes ? (text += part) : response.destroy()));
      response.on('close', () => resolve({ status: response.statusCode, port: portIn(text) }));
    });
    request.on('timeout', () => request.destroy(new Error(`no response within ${limitMs / 1000} s`)));
    request.on('error', ({ message }) => resolve({ error: message }));
  });

/**
 * Calls `times` times at a bounded rate; each call ends with an event.
 *
 * @param {number} times
 * @param {object} parts
 * @param {() => Promise<{ status?: number, port?: number, error?: string }>} parts.call
 * @param {(event: Omit<CallEvent, 'sinceChangeMs'>) => void} parts.onCall
 * @param {AbortSignal} parts.signal ends it early
 * @param {(ms: number) => Promise<unknown>} [parts.sleep]
 * @param {() => number} [parts.clock]
 */
export async function callMany(times, { call, onCall, signal, sleep = pause, clock = Date.now }) {
  /** @type {Set<Promise<void>>} */
  const inFlight = new Set();
  for (let number = 1; number <= times && !signal.aborted; number++) {
    const at = clock();
    const one = call().then((result) => {
      inFlight.delete(one);
      onCall({ number, at, ms: clock() - at, ...withoutUndefined(result) });
    });
    inFlight.add(one);
    if (inFlight.size >= mostInFlight) await Promise.race(inFlight);
    if (number < times) await sleep(spacingMs);
  }
  await Promise.all(inFlight);
}

/** @type {<T extends object>(value: T) => T} */
const withoutUndefined = (value) =>
  /** @type {typeof value} */ (
    Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))
  );
