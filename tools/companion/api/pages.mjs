import { rmSync } from 'node:fs';
import { Application } from 'typedoc';
import { publishedEntries } from './entries.mjs';

/** @typedef {import('typedoc').TypeDocOptions} TypeDocOptions */
/** @typedef {import('typedoc-plugin-markdown').PluginOptions} PluginOptions */
/** @typedef {Partial<TypeDocOptions & PluginOptions>} Options */

/**
 * Writes the pages of the API from the doc comments: one for each entry point, with its exported
 * names.
 *
 * @param {string} folder
 */
export async function writeApi(folder) {
  const entries = publishedEntries();
  /** @type {Options} */
  const options = {
    outputs: [{ name: 'markdown', path: folder }],
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entries.map(({ source }) => source),
    tsconfig: 'tools/companion/api/tsconfig.json',
    name: 'API',
    readme: 'none',
    skipErrorChecking: true,
    excludeExternals: true,
    excludePrivate: true,
    excludeInternal: true,
    disableSources: true,
    disableGit: true,
    gitRevision: 'main',
    githubPages: false,
    logLevel: 'Error',
    router: 'module',
    excludeScopesInPaths: true,
    entryFileName: 'index',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    sanitizeComments: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
  };
  const app = await Application.bootstrapWithPlugins(options);
  const project = await app.convert();
  if (!project) throw new Error('TypeDoc does not read the packages');
  // TypeDoc names a module by its path; a reader knows it by what an import says.
  const names = new Map(
    entries.map(({ name, source }) => [source.replace(/^libs\//, '').replace(/(\/index)?\.ts$/, ''), name]),
  );
  for (const module of project.children ?? []) {
    module.name = names.get(module.name) ?? module.name;
  }
  rmSync(folder, { recursive: true, force: true });
  await app.generateOutputs(project);
}
