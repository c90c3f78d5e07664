// One bundle per app with shared chunks: a process reads a few files instead of 1,600, and needs a third of the CPU
// time to start. It bundles what tsc emitted, since esbuild does not emit decorator metadata.
import { context } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runtimePackages } from './runtime-packages.mjs';

/** What Nest offers to load and nothing here uses; none of it is installed. */
const neverLoaded = [
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/microservices/*',
  '@nestjs/platform-express',
  '@nestjs/websockets/*',
];

// CommonJS inside the bundle expects these three names.
const commonjsNames = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { dirname as __dirnameOf } from 'node:path';",
  "import { fileURLToPath as __pathOf } from 'node:url';",
  'const require = __createRequire(import.meta.url), __filename = __pathOf(import.meta.url), __dirname = __dirnameOf(__filename);',
].join('\n');

/**
 * Nest would load these by name where it is not handed them, as it is here; left in, the unused way in would bring all of them.
 *
 * @type {import('esbuild').Plugin}
 */
const handedIn = {
  name: 'handed-in',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^class-(validator|transformer)$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    ),
};

/** @type {import('esbuild').BuildOptions} */
const options = {
  outExtension: { '.js': '.mjs' },
  write: false,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Nest and TypeORM tell classes by their names.
  keepNames: true,
  // 13 MB less in every process; short lines keep a crash readable.
  minifyWhitespace: true,
  lineLimit: 120,
  // ES modules where a package has them: of those the unused parts can stay out.
  mainFields: ['module', 'main'],
  // rxjs hides its ES modules from Node; with them the unused three quarters stay out.
  alias: {
    rxjs: './node_modules/rxjs/dist/esm/index.js',
    'rxjs/operators': './node_modules/rxjs/dist/esm/operators/index.js',
  },
  // reflect-metadata is among these also because esbuild would run a bundled one after the first decorator.
  external: [...runtimePackages, ...neverLoaded],
  plugins: [handedIn],
  banner: { js: commonjsNames },
  logLevel: 'warning',
};

/** V8 keeps a text of bare ASCII in half the memory. After esbuild the rest is in comments and regular expressions alone. */
const inAscii = (/** @type {string} */ text) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

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
      text: more.sourcemap ? text : inAscii(text),
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
