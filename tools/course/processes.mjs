import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * An app or the lab, and how it was started.
 *
 * @typedef {object} Start
 * @property {string} name
 * @property {readonly string[]} args
 * @property {Readonly<Record<string, string>>} env
 */

/**
 * Ids of the processes whose working directory is this folder, or one in it.
 *
 * @param {string} folder
 */
export const processesIn = (folder) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`);
      } catch {
        return false; // The process has ended.
      }
    });

/**
 * The apps and the lab that run in a folder.
 *
 * @param {string} folder
 * @returns {readonly Start[]}
 */
export const startsIn = (folder) => processesIn(folder).flatMap((pid) => startOf(pid) ?? []);

/**
 * @param {number} pid
 * @returns {Start | undefined}
 */
function startOf(pid) {
  try {
    const [program = '', ...args] = textsIn(`/proc/${pid}/cmdline`);
    const [, app, lab] = /dist\/bundle\/([\w-]+)\.mjs|tools\/(lab)\/main\.mjs/.exec(args.join(' ')) ?? [];
    const name = app ?? lab;
    // The shell of Nx has the same words in its command line.
    if (name === undefined || basename(program) !== 'node') return undefined;
    const variables = textsIn(`/proc/${pid}/environ`).map((each) => {
      const [key = ''] = each.split('=', 1);
      return [key, each.slice(key.length + 1)];
    });
    return { name, args, env: Object.fromEntries(variables) };
  } catch {
    return undefined; // The process has ended.
  }
}

/** @param {string} file */
const textsIn = (file) => readFileSync(file, 'utf8').split('\0').filter(Boolean);

/**
 * Sends a signal to a process that may have ended.
 *
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
