/**
 * @typedef {{
 *   name: string, version: string, private?: boolean, license: string, type: string,
 *   description?: string, keywords?: string[],
 *   engines?: Record<string, string>, bin?: Record<string, string>,
 *   exports: Record<string, string | Record<string, string>>,
 *   dependencies?: Record<string, string>, peerDependencies?: Record<string, string>, nx?: object,
 * }} Manifest
 * @typedef {{ types: string, default: string }} Target
 */

/**
 * The fields of the workspace's package.json that each published package has too.
 *
 * @typedef {{
 *   engines: { node: string }, homepage: string, bugs: string,
 *   repository: { type: string, url: string },
 * }} Workspace
 */

/** Folder of a package with its CommonJS files, whose package.json says so. */
export const commonJsFolder = 'dist/cjs';

/**
 * A package.json as it is published: without the fields for this workspace alone, with an ES module
 * and a CommonJS file for each entry, and with the exact version of each package packed with it.
 *
 * @param {Manifest} source
 * @param {ReadonlyMap<string, string>} versions of the packages that are published together
 * @param {Workspace} workspace fields that the packages share
 * @param {string} [folder] of the package in the workspace
 */
export function publishedManifest(source, versions, workspace, folder) {
  const { private: _private, nx: _nx, exports: declared, dependencies = {}, ...rest } = source;
  const exports = publishedExports(declared);
  const entries = Object.entries(exports).map(([path, target]) => [path, publishedTarget(target)]);
  return {
    ...rest,
    homepage: workspace.homepage,
    repository: { ...workspace.repository, directory: folder },
    bugs: workspace.bugs,
    engines: { node: workspace.engines.node },
    ...fieldsForOldResolution(exports),
    exports: Object.fromEntries(entries),
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([name, range]) => [name, published(name, range, versions, source)]),
    ),
  };
}

/**
 * Entries without those of the workspace alone, which have sources and no built file.
 *
 * @param {Manifest['exports']} exports
 */
export const publishedExports = (exports) =>
  Object.fromEntries(
    Object.entries(exports).filter(([, target]) => typeof target === 'string' || 'default' in target),
  );

/** @returns {string | { import: Target, require: Target }} */
function publishedTarget(/** @type {string | Record<string, string>} */ target) {
  if (typeof target === 'string') return target;
  const { types = '', default: code = '' } = target;
  return {
    import: { types, default: code },
    require: { types: commonJsFile(types), default: commonJsFile(code) },
  };
}

const commonJsFile = (/** @type {string} */ file) => file.replace(/^\.\/dist\//, `./${commonJsFolder}/`);

/**
 * Fields for TypeScript's `moduleResolution: node10`, which does not read `exports`.
 *
 * @param {Manifest['exports']} exports
 */
function fieldsForOldResolution(exports) {
  const types = Object.entries(exports).flatMap(([path, target]) =>
    typeof target === 'string' ? [] : [[path.replace(/^\.\/?/, ''), commonJsFile(target['types'] ?? '')]],
  );
  const main = types.find(([path]) => path === '')?.[1];
  const others = types.filter(([path]) => path !== '').map(([path, file]) => [path, [file]]);
  return {
    ...(main && { main: main.replace(/\.d\.ts$/, '.js'), types: main }),
    ...(others.length > 0 && { typesVersions: { '*': Object.fromEntries(others) } }),
  };
}

/**
 * @param {string} name
 * @param {string} range
 * @param {ReadonlyMap<string, string>} versions
 * @param {Manifest} source
 */
function published(name, range, versions, source) {
  if (!name.startsWith('@eureka-nest/')) return range;
  const version = versions.get(name);
  if (version === undefined) throw new Error(`${source.name} needs ${name}, which is not published`);
  return version;
}
