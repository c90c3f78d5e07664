import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const project = 'libs/eureka-console';
const sources = [
  `${project}/src`,
  `${project}/index.html`,
  `${project}/vite.config.mjs`,
  'libs/cluster-view/src',
  'libs/eureka-protocol/src/console',
];
const pollMs = 500;
const waitLimitMs = 60_000;

/** Time of the last change of a file, or of any file in a folder. */
function changedAt(/** @type {string} */ path) {
  if (!existsSync(path)) return 0;
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((each) => join(path, each))
    : [path];
  return Math.max(...files.map((each) => statSync(each).mtimeMs));
}

/** True if the build is newer than all that it is made of. */
export const isCurrent = (/** @type {string} */ built, from = sources) =>
  changedAt(built) >= Math.max(...from.map(changedAt));

/**
 * Builds the page if it is out of date, once the apps are up: a start must not wait for it. That is
 * why it is no task of Nx before `serve`.
 *
 * @param {import('./lab.mjs').Lab} lab
 * @param {AbortSignal} signal
 */
export async function buildPage(lab, signal) {
  if (!existsSync(project) || isCurrent(`${project}/dist/index.html`)) return;
  const isUp = () => lab.state.processes.every(({ state }) => state !== 'starting');
  for (let waited = 0; waited < waitLimitMs; waited += pollMs) {
    await lab.look();
    if (isUp() || signal.aborted) break;
    await pause(pollMs);
  }
  if (signal.aborted) return;
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', project, '--logLevel', 'error'], { signal });
}
