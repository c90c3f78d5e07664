// Bundles the apps for `dev`: ES modules with chunks that the apps share, and source maps, so that
// a stack trace names the TypeScript line. What has not changed since the last time is not written.
import { context } from 'esbuild';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decoratedSources } from './decorated-sources.mjs';
import { buildVendor, vendorImports, withoutVendor } from './dev-vendor.mjs';
import { fromSources, shared } from './esbuild-options.mjs';
import { isCurrent, put } from './put.mjs';
import { inTurn } from './restart-in-turn.mjs';
import { runtimePackages } from './runtime-packages.mjs';

const into = 'dist/dev';
const vendorList = join(into, 'vendor.json');

/** Makes a bundler of all apps; it resolves with those whose file has changed. */
export async function devBundler() {
  const apps = readdirSync('apps');
  const esbuild = await context({
    ...shared,
    alias: {},
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
    splitting: true,
    conditions: fromSources,
    external: runtimePackages,
    minifyWhitespace: false,
    sourcemap: 'inline',
    sourcesContent: false,
    outdir: into,
    entryPoints: Object.fromEntries(apps.map((app) => [app, `apps/${app}/src/main.ts`])),
    plugins: [withoutVendor, decoratedSources({ sourceMaps: true })],
  });
  const bundle = async () => {
    const { outputFiles = [], metafile } = await esbuild.rebuild();
    mkdirSync(into, { recursive: true });
    const imports = vendorImports(Object.keys(metafile.inputs));
    const list = JSON.stringify(imports, null, 2);
    if (!isCurrent(vendorList, list)) {
      await buildVendor(imports, join(into, 'vendor'));
      put(vendorList, list);
    }
    const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
    const stale = [...texts].filter(([name, text]) => !isCurrent(join(into, name), text));
    const write = (/** @type {string} */ name) => put(join(into, name), texts.get(name) ?? '');
    // Chunks are written first and the apps' own files last, so that an app that starts meanwhile
    // finds all that it imports. Old chunks can be deleted: a running app has loaded all that it
    // imports.
    const names = stale.map(([name]) => name);
    const isEntry = (/** @type {string} */ name) => apps.includes(basename(name, '.mjs'));
    names.filter((name) => !isEntry(name)).forEach(write);
    const changed = names.filter(isEntry).map((name) => basename(name, '.mjs'));
    await inTurn(changed, (app) => write(`${app}.mjs`));
    for (const name of readdirSync(into).filter((each) => each.endsWith('.mjs') && !texts.has(each)))
      rmSync(join(into, name), { force: true });
    return changed;
  };
  return { bundle, dispose: () => esbuild.dispose() };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  // The packages may be others than the last time.
  rmSync(into, { recursive: true, force: true });
  const { bundle, dispose } = await devBundler();
  await bundle();
  await dispose();
}
