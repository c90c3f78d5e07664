// node tools/docker/packages.mjs <folder>: copies the packages that the bundle looks up at run
// time, with their dependencies.
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runtimePackages } from '../runtime-packages.mjs';

const [into] = process.argv.slice(2);
if (!into) throw new Error('usage: node tools/docker/packages.mjs <folder>');

/**
 * Adds a package and all of its dependencies to a set.
 *
 * @param {string} name
 * @param {Set<string>} seen
 */
function addWithDependencies(name, seen) {
  const folder = join('node_modules', name);
  // Optional dependencies are installed on some platforms alone.
  if (seen.has(name) || !existsSync(folder)) return;
  seen.add(name);
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) {
    addWithDependencies(each, seen);
  }
}

/** @type {Set<string>} */
const packages = new Set();
for (const name of runtimePackages) {
  if (!existsSync(join('node_modules', name)))
    throw new Error(`${name} is not installed: run \`npm ci\` first`);
  addWithDependencies(name, packages);
}
for (const name of packages) {
  cpSync(join('node_modules', name), join(into, name), {
    recursive: true,
    // Types and source maps are not needed at run time; without them the folder is half the size.
    filter: (path) => !/\.(d\.[cm]?ts|[cm]?ts|map|md)$/.test(path),
  });
}
