// One bundle per app with shared chunks: a process reads a few files instead of 1,600, and needs a third of the CPU
// time to start. It bundles what tsc emitted, since esbuild does not emit decorator metadata.
import { context } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finished, neverLoaded, shared } from './esbuild-options.mjs';
import { runtimePackages } from './runtime-packages.mjs';

/** @type {import('esbuild').BuildOptions} */
const options = {
  ...shared,
  outExtension: { '.js': '.mjs' },
  write: false,
  splitting: true,
  // reflect-metadata is among these also because esbuild would run a bundled one after the first decorator.
  external: [...runtimePackages, ...neverLoaded],
};

/** A reader sees the old file or the new one, never half of one. */
function put(/** @type {string} */ file, /** @type {string} */ text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/**
 * Where bundles go, and what is done differently there: as written and with maps, a stack trace of `dev` names the TypeScript line.
 *
 * @type {Record<'serve' | 'dev', { into: string, more: import('esbuild').BuildOptions }>}
 */
const purposes = {
  serve: { into: 'dist/bundle', more: {} },
  dev: {
    into: 'dist/dev',
    more: { minifyWhitespace: false, sourcemap: 'inline', sourcesContent: false },
  },
};

/**
 * Bundles all apps, as often as it is asked; the second time is quicker.
 *
 * @param {keyof typeof purposes} purpose
 */
export async function bundler(purpose) {
  const { into, more } = purposes[purpose];
  const apps = readdirSync('apps').filter((app) => existsSync(`apps/${app}/dist/main.js`));
  if (apps.length === 0) throw new Error('apps/*/dist/main.js: nothing to bundle, run `npx nx build` first');
  const isEntry = (/** @type {string} */ file) => apps.includes(basename(file, '.mjs'));
  const esbuild = await context({
    ...options,
    ...more,
    outdir: into,
    entryPoints: Object.fromEntries(apps.map((app) => [app, `apps/${app}/dist/main.js`])),
  });
  const bundle = async () => {
    const { outputFiles = [] } = await esbuild.rebuild();
    const files = outputFiles.map(({ path, text }) => ({
      name: basename(path),
      text: more.sourcemap ? text : finished(text),
    }));
    // Chunks first and the apps' own files last, so that an app that starts meanwhile finds all it asks for. Old chunks may then
    // go: whatever an app loads lazily it loads while it starts, so one that runs already misses nothing.
    mkdirSync(into, { recursive: true });
    for (const entries of [false, true]) {
      for (const { name, text } of files.filter((file) => isEntry(file.name) === entries))
        put(join(into, name), text);
    }
    const current = new Set(files.map((file) => file.name));
    for (const stale of readdirSync(into).filter((name) => !current.has(name)))
      rmSync(join(into, stale), { force: true });
  };
  return { bundle, dispose: () => esbuild.dispose() };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { bundle, dispose } = await bundler(process.argv[2] === 'dev' ? 'dev' : 'serve');
  await bundle();
  await dispose();
}
