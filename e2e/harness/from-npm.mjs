import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../tools/debian.mjs';

/**
 * Installs published packages in a folder of their own, unless they are there. Install scripts do
 * not run.
 *
 * @param what name of the packages in the error message
 * @param packages `name@version`
 * @returns their `node_modules`
 */
export function fromNpm(what, prefix, packages) {
  const modules = join(prefix, 'node_modules');
  if (packages.every((each) => existsSync(join(modules, each.replace(/@[^@]+$/, ''))))) return modules;
  run(`${what} cannot be installed`, 'npm', [
    'install',
    '--prefix',
    prefix,
    '--ignore-scripts',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--loglevel=error',
    ...packages,
  ]);
  return modules;
}
