/** What Nest offers to load and nothing here uses; none of it is installed. */
export const neverLoaded = [
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

/**
 * How every bundle here is made, of what tsc emitted: the apps' and the command's.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const shared = {
  bundle: true,
  platform: /** @type {const} */ ('node'),
  format: /** @type {const} */ ('esm'),
  target: 'node20',
  // Nest and TypeORM tell classes by their names; see namingClassesAlone.
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
  plugins: [handedIn],
  banner: { js: commonjsNames },
  logLevel: /** @type {const} */ ('warning'),
};

/** V8 keeps a text of bare ASCII in half the memory. After esbuild the rest is in comments and regular expressions alone. */
const inAscii = (/** @type {string} */ text) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const helper =
  /var __name\s*=\s*\(target,\s*value\)\s*=>\s*(__defProp\(target,\s*"name",\s*\{\s*value,\s*configurable:\s*true\s*\}\))/;
const ofClass = /__name\(this,\s*("(?:[^"\\]|\\[^])*")\)/g;

/**
 * esbuild names every function again, each time one is made: for Fastify, which makes some for each request, that is an eighth of a
 * heartbeat. The names of functions stand in stack traces alone, so only classes get theirs.
 */
export const namingClassesAlone = (/** @type {string} */ text) =>
  text
    .replace(helper, 'var __name=(target,value,isClass)=>isClass?$1:target')
    .replace(ofClass, '__name(this,$1,true)');

/** What an output of esbuild becomes before it is written. */
export const finished = (/** @type {string} */ text) => inAscii(namingClassesAlone(text));
