// Bundles the apps for `dev`: ES modules with chunks that the apps share, source maps, so that a
// stack trace names the TypeScript line. What has not changed since the last time is not written.
import { context } from 'esbuild';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decoratedSources } from './decorated-sources.mjs';
import { fromSources, neverLoaded, shared } from './esbuild-options.mjs';
import { isCurrent, put } from './put.mjs';
import { runtimePackages } from './runtime-packages.mjs';

const into = 'dist/dev';

/**
 * Makes a bundler of all apps. It can be run again and again; every run after the first is quicker.
 *
 * @param {(app: string) => Promise<() => Promise<void>>} [restartOf] called before the file of an
 *   app is replaced; what it returns is awaited after that
 */
export async function devBundler(restartOf = async () => async () => undefined) {
  const apps = readdirSync('apps');
  const isEntry = (/** @type {string} */ file) => apps.includes(basename(file, '.mjs'));
  const esbuild = await context({
    ...shared,
    outExtension: { '.js': '.mjs' },
    write: false,
    splitting: true,
    conditions: fromSources,
    // reflect-metadata stays outside because esbuild would run a bundled one after the first
    // decorator.
    external: [...runtimePackages, ...neverLoaded],
    minifyWhitespace: false,
    sourcemap: 'inline',
    sourcesContent: false,
    outdir: into,
    entryPoints: Object.fromEntries(apps.map((app) => [app, `apps/${app}/src/main.ts`])),
    plugins: [...shared.plugins, decoratedSources({ sourceMaps: true })],
  });
  const bundle = async () => {
    const { outputFiles = [] } = await esbuild.rebuild();
    const files = outputFiles.map(({ path, text }) => ({ name: basename(path), text }));
    // Chunks are written first and the apps' own files last, so that an app that starts meanwhile
    // finds all that it imports. Old chunks can be deleted: an app loads its lazy imports during
    // its start-up, so a running one does not miss them.
    mkdirSync(into, { recursive: true });
    for (const entries of [false, true]) {
      for (const { name, text } of files.filter((file) => isEntry(file.name) === entries)) {
        const file = join(into, name);
        if (isCurrent(file, text)) continue;
        const restarted = entries ? await restartOf(basename(name, '.mjs')) : undefined;
        put(file, text);
        await restarted?.();
      }
    }
    const current = new Set(files.map((file) => file.name));
    for (const stale of readdirSync(into).filter((name) => !current.has(name)))
      rmSync(join(into, stale), { force: true });
  };
  return { bundle, dispose: () => esbuild.dispose() };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { bundle, dispose } = await devBundler();
  await bundle();
  await dispose();
}
