// Bundles each app, with chunks that the apps share: a process reads a few files instead of 1,600
// and starts with a third of the CPU time. The input is the output of tsc, since esbuild does not
// emit decorator metadata.
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
  // reflect-metadata stays outside because esbuild would run a bundled one after the first
  // decorator.
  external: [...runtimePackages, ...neverLoaded],
};

/** Replaces a file atomically: a reader sees the old text or the new one, never half of one. */
function put(/** @type {string} */ file, /** @type {string} */ text) {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const isCurrent = (/** @type {string} */ file, /** @type {string} */ text) =>
  existsSync(file) && readFileSync(file, 'utf8') === text;

/**
 * Folder and build options of each kind of bundle. `dev` keeps white space and source maps, so that
 * a stack trace names the TypeScript line.
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
 * Makes a bundler of all apps. It can be run again and again; every run after the first is quicker.
 *
 * @param {keyof typeof purposes} purpose
 * @param {(app: string) => Promise<() => Promise<void>>} [restartOf] called before the file of an
 *   app is replaced; what it returns is awaited after that
 */
export async function bundler(purpose, restartOf = async () => async () => undefined) {
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
  const { bundle, dispose } = await bundler(process.argv[2] === 'dev' ? 'dev' : 'serve');
  await bundle();
  await dispose();
}
