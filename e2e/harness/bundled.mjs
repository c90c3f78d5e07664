import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Builds the bundles that `serve` starts; Nx does nothing if they are current. */
export default function bundled() {
  // `nx test e2e` depends on the bundle already, and Nx within Nx would wait for itself.
  if (process.env.NX_TASK_TARGET_PROJECT === 'e2e') return;
  made('bundle', 'the six apps cannot be bundled');
}

/** Builds the packages, for programs that import them as a user does. */
export function packagesBuilt() {
  made('build', 'the packages cannot be built');
}

/**
 * @param {string} target
 * @param {string} what
 */
function made(target, what) {
  // Nx is started without npx, whose settings an outer npx would have put into the environment.
  const { bin } = createRequire(join(root, 'package.json'))('nx/package.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'nx', bin.nx), target, 'eureka-nest'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${what}:\n${stdout}\n${stderr}`);
}
