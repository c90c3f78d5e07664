import { updateJson } from '@nx/devkit';

/**
 * Writes what `npm install` would write into package-lock.json for a new workspace folder, so that `npm ci` goes on working.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} folder
 * @param {{ name: string, version: string, license: string, dependencies: Record<string, string> }} manifest
 */
export function linkInLockFile(tree, folder, { name, version, license, dependencies }) {
  updateJson(tree, 'package-lock.json', (lock) => {
    const packages = {
      ...lock.packages,
      [folder]: { name, version, license, dependencies },
      [`node_modules/${name}`]: { resolved: folder, link: true },
    };
    const inNpmsOrder = Object.entries(packages).sort(([one], [other]) => one.localeCompare(other, 'en'));
    return { ...lock, packages: Object.fromEntries(inNpmsOrder) };
  });
}
