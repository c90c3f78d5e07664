import { execFileSync } from 'node:child_process';
import { constants, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * Copies the workspace as it is now, uncommitted changes and node_modules included, without builds,
 * into a temporary folder.
 */
export function copyOfWorkspace() {
  const folder = mkdtempSync(join(tmpdir(), 'eureka-nest-bench-'));
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = [...new Set(listed.split('\0'))].filter((file) => file && existsSync(join(root, file)));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
  // node_modules is copied, not linked: its links to the workspace's packages must lead into the
  // copy.
  cpSync(join(root, 'node_modules'), join(folder, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  });
  rmSync(join(folder, 'node_modules', '.cache'), { recursive: true, force: true });
  const { bin } = createRequire(join(folder, 'package.json'))('nx/package.json');
  const projects = new Set(files.map((file) => /^(apps|libs)\/[^/]+/.exec(file)?.[0]).filter(Boolean));
  const built = ['.nx', 'dist', 'data', ...[...projects].map((project) => `${project}/dist`)];
  return {
    folder,
    nx: join(folder, 'node_modules', 'nx', bin.nx ?? bin),
    /** Removes the cache of Nx, all builds and the database, as after `npm ci`. */
    removeBuilds() {
      for (const each of built) rmSync(join(folder, each), { recursive: true, force: true });
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
