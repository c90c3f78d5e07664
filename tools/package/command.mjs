// Bundles the command of a package into one self-contained file.
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { finished, neverLoaded, shared } from '../esbuild-options.mjs';
import { licensesOf } from './licenses.mjs';

/**
 * Makes reflect-metadata an ES module, so that it runs in its place. As CommonJS it would run when
 * the first file requires it, after the decorators of the files before.
 *
 * @type {import('esbuild').Plugin}
 */
const metadataInItsPlace = {
  name: 'metadata-in-its-place',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]reflect-metadata[\\/]Reflect\.js$/ }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\nexport {};`,
    })),
};

/**
 * Writes the bundle, and beside it a file with the licenses of the bundled packages.
 *
 * @param {object} wish
 * @param {string} wish.root
 * @param {string} wish.entry
 * @param {string} wish.version
 * @param {string} wish.into the file to write
 */
export async function bundleCommand({ root, entry, version, into }) {
  const { outputFiles, metafile } = await build({
    ...shared,
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: into,
    write: false,
    metafile: true,
    external: neverLoaded,
    define: { VERSION: JSON.stringify(version) },
    plugins: [...shared.plugins, metadataInItsPlace],
  });
  for (const { text } of outputFiles) writeFileSync(into, finished(text), { mode: 0o755 });
  writeFileSync(`${into}.LICENSES.txt`, licensesOf(root, Object.keys(metafile.inputs)));
}
