import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const browsers = ['chromium', 'chromium-browser', 'google-chrome'];

/** Debian's Chromium, and letters for the Chinese explanation, installed where that is possible. */
export default function () {
  if (!browsers.some(find) && process.getuid?.() === 0 && find('apt-get')) install();
  const found = browsers.map(find).find((each) => each !== undefined);
  if (found === undefined) {
    throw new Error('no Chromium found: install one (Debian: apt-get install chromium fonts-noto-cjk)');
  }
  process.env.PAGE_BROWSER = found;
}

function install() {
  // A folder of its own: some images empty apt's while it works.
  const archives = mkdtempSync(join(tmpdir(), 'apt-'));
  mkdirSync(join(archives, 'partial'));
  try {
    const apt = (...args) =>
      execFileSync('apt-get', ['-y', '-q', '-o', `Dir::Cache::archives=${archives}`, ...args], {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    apt('update');
    apt('install', '--no-install-recommends', 'chromium', 'fonts-noto-cjk');
  } finally {
    rmSync(archives, { recursive: true });
  }
}

function find(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
