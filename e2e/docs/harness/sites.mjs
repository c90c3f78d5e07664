// The companion as the tests serve it: at the root of a host, and below a path like that of a
// project's pages on GitHub.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../tools/debian.mjs';

const root = join(import.meta.dirname, '..', '..', '..');
/** Folder into which the build writes. */
const built = join(root, 'dist', 'companion');

export const sites = {
  atRoot: { base: '/', folder: join(root, 'dist', 'companion-at-root') },
  belowPath: { base: '/eureka-nest/', folder: built },
};

/** Builds both; COMPANION_BUILT says that they are there. */
export function buildSites() {
  if (process.env.COMPANION_BUILT && Object.values(sites).every(({ folder }) => existsSync(folder))) return;
  for (const { base, folder } of Object.values(sites)) {
    run('the companion is not built', process.execPath, ['tools/companion/build.mjs'], {
      cwd: root,
      env: { ...process.env, DOCS_BASE: base, NODE_ENV: 'production' },
    });
    if (folder === built) continue;
    rmSync(folder, { recursive: true, force: true });
    renameSync(built, folder);
  }
}
