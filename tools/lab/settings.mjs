import { readFileSync } from 'node:fs';
import { classic, fast } from '../stages.mjs';

export { classic, fast };

/** @typedef {import('@eureka-nest/protocol/console').LabHello['timings']} Timings */

/**
 * Arguments with which `serve` starts an app, from nx.json: what the lab starts is the same.
 *
 * @param {string} name
 * @param {string} nxJson
 */
export function serveArguments(name, nxJson = readFileSync('nx.json', 'utf8')) {
  /** @type {string} */
  const command = JSON.parse(nxJson).targetDefaults.serve.options.command;
  const [program, ...args] = command.replaceAll('{projectName}', name).split(/\s+/);
  if (program !== 'node') throw new Error(`nx.json: serve runs ${program}, and the lab starts node alone`);
  return args;
}

/** Timings with which the demo was started. */
export const timingsOf = (/** @type {NodeJS.ProcessEnv} */ env) =>
  /** @type {Timings} */ (
    Object.entries(classic).every(([name, value]) => env[name] === value) ? 'classic' : 'fast'
  );

/**
 * Environment of an app that the lab starts: the one of the demo, with the timings that were asked
 * for. Java's leave nothing of the stage's short leases.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {Timings} timings
 * @param {Readonly<Record<string, string>>} own settings of this app
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(env, timings, own) {
  const wasClassic = timingsOf(env) === 'classic';
  /** @type {Readonly<Record<string, string>>} */
  const left = timings === 'classic' ? fast : wasClassic ? classic : {};
  const kept = Object.entries(env).filter(([name, value]) => left[name] !== value);
  return { ...Object.fromEntries(kept), ...(timings === 'classic' && classic), ...own };
}
