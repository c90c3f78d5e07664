import { watch } from 'chokidar';
import { relative } from 'node:path';
import { isSource } from './dev-sources.mjs';

/**
 * Calls back for each change of a source below `libs` and `apps`. An editor that saves by renaming
 * gives the file a new inode, which Node's own watch does not follow on Linux; chokidar does.
 *
 * @param {string} workspace
 * @param {(path: string) => void} changed
 * @param {(error: unknown) => void} failed
 */
export function watchSources(workspace, changed, failed) {
  return watch(['libs', 'apps'], {
    cwd: workspace,
    ignoreInitial: true,
    ignored: (path, stats) => !isSource(relative(workspace, path), stats?.isFile()),
  })
    .on('all', (_event, path) => changed(path))
    .on('error', failed);
}
