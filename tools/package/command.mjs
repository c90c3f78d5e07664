// The command of a package as one file that needs nothing beside it.
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { finished, neverLoaded, shared } from '../esbuild-options.mjs';
import { licensesOf } from './licenses.mjs';

/**
 * As CommonJS it would run when the first file asks for it, after the decorators of those before; as an ES module it runs in its place.
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
 * @param {{ root: string, entry: string, version: string, into: string }} wish `into` is a file; beside it comes one with the licenses of
 * what is inside
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
