import { setTimeout as pause } from 'node:timers/promises';
import { appNamed } from './announcement.mjs';
import { listenersOn } from './listeners.mjs';

const limitMs = 5_000;
const pollMs = 100;

/**
 * Prepares for the restart of a provider, which follows when its file is replaced: the returned
 * function waits until another process listens on its port. So providers restart in turn, and calls
 * go on. Other apps, and a provider that does not run, are not waited for.
 *
 * @param {string} app
 * @param {(port: number) => Promise<readonly { pid: number }[]>} [listeners]
 * @param {(ms: number) => Promise<unknown>} [sleep]
 * @returns {Promise<() => Promise<void>>}
 */
export async function restartOf(app, listeners = listenersOn, sleep = pause) {
  const { kind, port } = appNamed(app);
  const old = kind === 'payment-provider' ? (await listeners(port)).map(({ pid }) => pid) : [];
  if (old.length === 0) return async () => undefined;
  return async () => {
    for (let waited = 0; waited < limitMs; waited += pollMs) {
      const now = await listeners(port);
      if (now.length > 0 && now.every(({ pid }) => !old.includes(pid))) return;
      await sleep(pollMs);
    }
  };
}
