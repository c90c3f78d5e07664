// Bundles the apps for `serve`. Apps of one kind share a program, one file in CommonJS: a process
// reads two files instead of 1,600, and V8 can keep the compiled code of the program.
import { build } from 'esbuild';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { appNamed } from './announcement.mjs';
import { programOf } from './code-cache.mjs';
import { decoratedSources } from './decorated-sources.mjs';
import { finished, fromSources, neverLoaded, shared } from './esbuild-options.mjs';
import { put } from './put.mjs';
import { runtimePackages } from './runtime-packages.mjs';

const into = 'dist/bundle';
const loader = './tools/code-cache.mjs';
const kindOf = (/** @type {string} */ app) => appNamed(app).kind;
const apps = readdirSync('apps');

/** Packages that the apps of a kind import: all that they share is in its program. */
const imported = new Map(apps.map((app) => [kindOf(app), /** @type {Set<string>} */ (new Set())]));

/**
 * Replaces each package that an app's own files import by its place in the program.
 *
 * @type {import('esbuild').Plugin}
 */
const fromProgram = {
  name: 'from-program',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
      const [, app] = /[\\/]apps[\\/]([^\\/]+)[\\/]src[\\/]/.exec(importer) ?? [];
      if (app === undefined || path.startsWith('node:')) return undefined;
      imported.get(kindOf(app))?.add(path);
      return { path, namespace: 'from-program', pluginData: kindOf(app) };
    });
    onLoad({ filter: /.*/, namespace: 'from-program' }, ({ path, pluginData: kind }) => ({
      contents: `module.exports = require('${loader}').load(__dirname + '/${kind}.cjs', __dirname + '/../code-cache')['${path}'];`,
      resolveDir: '.',
    }));
  },
};

/** @type {import('esbuild').Plugin} */
const programs = {
  name: 'programs',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^program:/ }, ({ path }) => ({ path, namespace: 'program' }));
    onLoad({ filter: /.*/, namespace: 'program' }, ({ path }) => ({
      contents: [...(imported.get(path.slice('program:'.length)) ?? [])]
        .map((each) => `export * as '${each}' from '${each}';`)
        .join('\n'),
      resolveDir: '.',
    }));
  },
};

/** @type {import('esbuild').BuildOptions & { write: false }} */
const options = {
  ...shared,
  outdir: into,
  write: false,
  conditions: fromSources,
  external: [...runtimePackages, ...neverLoaded],
};

const entries = await build({
  ...options,
  entryPoints: Object.fromEntries(apps.map((app) => [app, `apps/${app}/src/main.ts`])),
  outExtension: { '.js': '.mjs' },
  plugins: [fromProgram, decoratedSources()],
});
const bundles = await build({
  ...options,
  entryPoints: Object.fromEntries([...imported.keys()].map((kind) => [kind, `program:${kind}`])),
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  // The metadata comes first: esbuild would run it after the first decorator.
  banner: {
    js: "require('reflect-metadata');const __moduleUrl=require('node:url').pathToFileURL(__filename).href;",
  },
  define: { 'import.meta.url': '__moduleUrl' },
  // A script that is not a module has no dynamic imports.
  supported: { 'dynamic-import': false },
  plugins: [...shared.plugins, programs, decoratedSources()],
});

rmSync(into, { recursive: true, force: true });
mkdirSync(into, { recursive: true });
for (const { path, text } of bundles.outputFiles) put(join(into, basename(path)), programOf(finished(text)));
for (const { path, text } of entries.outputFiles) put(join(into, basename(path)), finished(text));
