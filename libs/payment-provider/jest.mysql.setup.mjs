import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const needed = ['mariadbd', 'mariadb-install-db'];

/** Debian's MariaDB server, installed where that is possible. The suites start servers of their own. */
export default function () {
  process.env.PATH += `${delimiter}/usr/sbin`;
  if (missing().length > 0 && process.getuid?.() === 0 && has('apt-get')) install();
  if (missing().length > 0) {
    throw new Error(
      `${missing().join(' and ')} not found: install MariaDB's server (Debian: apt-get install mariadb-server)`,
    );
  }
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
    apt('install', '--no-install-recommends', 'mariadb-server');
  } finally {
    rmSync(archives, { recursive: true });
  }
}

const missing = () => needed.filter((program) => !has(program));

const has = (program) =>
  process.env.PATH.split(delimiter).some((folder) => isExecutable(join(folder, program)));

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
