import { setTimeout as pause } from 'node:timers/promises';
import { appNamed } from './announcement.mjs';
import { listenersOn } from './listeners.mjs';

const limitMs = 5_000;
const pollMs = 100;
const isProvider = (/** @type {string} */ app) => appNamed(app).kind === 'payment-provider';

/**
 * Replaces the files of apps, which restarts them. The other providers follow once the first one
 * listens again, so that calls go on.
 *
 * @param {readonly string[]} apps
 * @param {(app: string) => void} replace
 * @param {typeof restartOf} [restart]
 */
export async function inTurn(apps, replace, restart = restartOf) {
  const [first, ...others] = apps.filter(isProvider);
  const restarted = first === undefined ? undefined : await restart(first);
  for (const app of apps.filter((each) => !others.includes(each))) replace(app);
  if (others.length > 0) await restarted?.();
  others.forEach(replace);
}

/**
 * Prepares for the restart of a provider, which follows when its file is replaced: the returned
 * function waits until another process listens on its port. Other apps, and a provider that does
 * not run, are not waited for.
 *
 * @param {string} app
 * @param {(port: number) => Promise<readonly { pid: number }[]>} [listeners]
 * @param {(ms: number) => Promise<unknown>} [sleep]
 * @returns {Promise<() => Promise<void>>}
 */
export async function restartOf(app, listeners = listenersOn, sleep = pause) {
  const { port } = appNamed(app);
  const old = isProvider(app) ? (await listeners(port)).map(({ pid }) => pid) : [];
  if (old.length === 0) return async () => undefined;
  return async () => {
    for (let waited = 0; waited < limitMs; waited += pollMs) {
      const now = await listeners(port);
      if (now.length > 0 && now.every(({ pid }) => !old.includes(pid))) return;
      await sleep(pollMs);
    }
  };
}
