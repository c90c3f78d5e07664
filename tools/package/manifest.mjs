/**
 * @typedef {{
 *   name: string, version: string, private?: boolean, license: string, type: string,
 *   description?: string, keywords?: string[],
 *   engines?: Record<string, string>, bin?: Record<string, string>,
 *   exports: Record<string, string | Record<string, string>>,
 *   dependencies?: Record<string, string>, peerDependencies?: Record<string, string>, nx?: object,
 * }} Manifest
 */

/**
 * The fields of the workspace's package.json that each published package has too.
 *
 * @typedef {{
 *   engines: { node: string }, homepage: string, bugs: string,
 *   repository: { type: string, url: string },
 * }} Workspace
 */

/** The export condition that leads to the sources of this workspace; packages do not have them. */
const sourceCondition = '@eureka-nest/source';

/**
 * A package.json as it is published: without the fields for this workspace alone, and with the
 * exact version of each package that was packed with it.
 *
 * @param {Manifest} source
 * @param {ReadonlyMap<string, string>} versions of the packages that are published together
 * @param {Workspace} workspace fields that the packages share
 * @param {string} [folder] of the package in the workspace
 */
export function publishedManifest(source, versions, workspace, folder) {
  const { private: _private, nx: _nx, exports, dependencies = {}, ...rest } = source;
  return {
    ...rest,
    homepage: workspace.homepage,
    repository: { ...workspace.repository, directory: folder },
    bugs: workspace.bugs,
    engines: { node: workspace.engines.node },
    exports: Object.fromEntries(
      Object.entries(exports).map(([path, target]) => [path, withoutSource(target)]),
    ),
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([name, range]) => [name, published(name, range, versions, source)]),
    ),
  };
}

function withoutSource(/** @type {string | Record<string, string>} */ target) {
  if (typeof target === 'string') return target;
  return Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== sourceCondition));
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
