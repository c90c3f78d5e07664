// Programs that a suite needs beside Node: found on the PATH, or installed from Debian as root.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The path of a program; undefined if it is not on the PATH. */
export const find = (/** @type {string} */ program) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(isExecutable);

export const has = (/** @type {string} */ program) => find(program) !== undefined;

/**
 * Makes sure that these programs are on the PATH; throws an error that names the missing ones.
 *
 * @param {object} needed
 * @param {readonly string[]} needed.programs
 * @param {readonly string[]} needed.from Debian packages that contain them
 */
export function ensured({ programs, from }) {
  const missing = () => programs.filter((program) => !has(program));
  if (missing().length > 0 && process.getuid?.() === 0 && has('apt-get')) install(from);
  if (missing().length === 0) return;
  throw new Error(
    `${missing().join(' and ')} not found: install it (Debian: apt-get install ${from.join(' ')})`,
  );
}

/** @param {readonly string[]} packages */
function install(packages) {
  // Archives go to a folder of their own: some images empty that of apt while it works.
  const archives = mkdtempSync(join(tmpdir(), 'apt-'));
  mkdirSync(join(archives, 'partial'));
  try {
    const apt = (/** @type {string[]} */ ...args) =>
      runApt(`apt-get cannot install ${packages.join(' ')}`, [
        '-y',
        '-q',
        '-o',
        `Dir::Cache::archives=${archives}`,
        ...args,
      ]);
    apt('update');
    apt('install', '--no-install-recommends', ...packages);
  } finally {
    rmSync(archives, { recursive: true });
  }
}

/**
 * Runs apt-get, one at a time: suites may run side by side, and apt waits for no other.
 *
 * @param {string} what
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
export function runApt(what, args, options = {}) {
  const lock = join(tmpdir(), 'eureka-nest-apt.lock');
  if (has('flock')) run(what, 'flock', [lock, 'apt-get', ...args], options);
  else run(what, 'apt-get', args, options);
}

/**
 * Runs a program quietly. If it fails, the error begins with `what` and ends with the output.
 *
 * @param {string} what
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
export function run(what, program, args, options = {}) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    ...options,
    encoding: 'utf8',
  });
  if (status === 0) return;
  throw new Error(`${what} (${program}: ${error?.message ?? `exit ${status}`})\n${stdout}\n${stderr}`);
}

function isExecutable(/** @type {string} */ file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
