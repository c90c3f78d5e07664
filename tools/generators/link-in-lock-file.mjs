import { updateJson } from '@nx/devkit';

/**
 * Adds a new workspace folder to package-lock.json as `npm install` would, so that `npm ci` works.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} folder
 * @param {Manifest} manifest
 *
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {string} license
 * @property {Record<string, string>} dependencies
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
