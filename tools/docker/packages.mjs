// node tools/docker/packages.mjs <folder>: copies what the bundle looks up at run time, and what that needs in turn.
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runtimePackages } from '../runtime-packages.mjs';

const [into] = process.argv.slice(2);
if (!into) throw new Error('say where to: node tools/docker/packages.mjs <folder>');

/**
 * @param {string} name
 * @param {Set<string>} seen
 */
function withNeeds(name, seen) {
  const folder = join('node_modules', name);
  // What is optional is there for one platform and not for the others.
  if (seen.has(name) || !existsSync(folder)) return seen;
  seen.add(name);
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  for (const need of Object.keys({ ...dependencies, ...optionalDependencies })) withNeeds(need, seen);
  return seen;
}

/** @type {Set<string>} */
const packages = new Set();
for (const name of runtimePackages) {
  if (!existsSync(join('node_modules', name)))
    throw new Error(`${name} is not installed: run \`npm ci\` first`);
  withNeeds(name, packages);
}
for (const name of packages) {
  cpSync(join('node_modules', name), join(into, name), {
    recursive: true,
    // Types and maps are for people; without them the folder is half its size.
    filter: (path) => !/\.(d\.[cm]?ts|[cm]?ts|map|md)$/.test(path),
  });
}
