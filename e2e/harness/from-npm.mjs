import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../tools/debian.mjs';

/**
 * Packages as published, in a folder of their own; nothing to do where they are there. Nothing of theirs runs meanwhile.
 *
 * @param what is said where it fails
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
