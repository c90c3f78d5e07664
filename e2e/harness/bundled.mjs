import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The suite starts what `serve` starts, so that must be there and current; Nx does nothing when it is. */
export default function bundled() {
  // `nx test e2e` depends on the bundle already, and Nx inside Nx would only wait for itself.
  if (process.env.NX_TASK_TARGET_PROJECT === 'e2e') return;
  // Not through npx: where npx started this run, its settings would be taken for those of the inner one.
  const { bin } = createRequire(join(root, 'package.json'))('nx/package.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'nx', bin.nx), 'bundle', 'eureka-nest'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the six apps cannot be bundled:\n${stdout}\n${stderr}`);
}
