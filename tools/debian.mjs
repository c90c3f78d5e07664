// What a suite needs beside Node, found on the path or installed from Debian where that is possible: as root, with apt-get.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where a program is; undefined where it is not on the path. */
export const find = (/** @type {string} */ program) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(isExecutable);

export const has = (/** @type {string} */ program) => find(program) !== undefined;

/**
 * All of these programs are on the path, or the suite stops with one line that says what is missing.
 *
 * @param {{ programs: readonly string[], from: readonly string[] }} needed `from` are Debian's packages that bring them
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
  // A folder of its own: some images empty apt's while it works.
  const archives = mkdtempSync(join(tmpdir(), 'apt-'));
  mkdirSync(join(archives, 'partial'));
  try {
    const apt = (/** @type {string[]} */ ...args) =>
      run(`apt-get cannot install ${packages.join(' ')}`, 'apt-get', [
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
 * Runs it quietly; when it fails, `what` is the first line of the error, and what it printed follows.
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
