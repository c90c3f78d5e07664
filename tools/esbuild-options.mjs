/** Optional packages of Nest that no app uses; none of them is installed. */
export const neverLoaded = [
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/microservices/*',
  '@nestjs/platform-express',
  '@nestjs/websockets/*',
];

/** Condition by which the packages of the workspace resolve to their sources. */
export const fromSources = ['@eureka-nest/source'];

// CommonJS inside a bundle that is an ES module expects these three names.
const commonjsNames = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { dirname as __dirnameOf } from 'node:path';",
  "import { fileURLToPath as __pathOf } from 'node:url';",
  'const require = __createRequire(import.meta.url), __filename = __pathOf(import.meta.url), __dirname = __dirnameOf(__filename);',
].join('\n');

/**
 * Nest loads these packages by name unless it is given them, as it is here. Without this plugin the
 * unused dynamic import would bundle all of both packages.
 *
 * @type {import('esbuild').Plugin}
 */
const givenToNest = {
  name: 'given-to-nest',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^class-(validator|transformer)$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    ),
};

/**
 * Options of every bundle, those of the apps and that of the command.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const shared = {
  bundle: true,
  platform: /** @type {const} */ ('node'),
  format: /** @type {const} */ ('esm'),
  target: 'node20',
  // Nest and TypeORM identify classes by their names; see namingClassesAlone.
  keepNames: true,
  // Minifying saves 13 MB in every process; short lines keep a crash readable.
  minifyWhitespace: true,
  lineLimit: 120,
  // ES modules are preferred, since their unused parts can be left out.
  mainFields: ['module', 'main'],
  // rxjs hides its ES modules from Node; with them, the unused three quarters are left out.
  alias: {
    rxjs: './node_modules/rxjs/dist/esm/index.js',
    'rxjs/operators': './node_modules/rxjs/dist/esm/operators/index.js',
  },
  plugins: [givenToNest],
  banner: { js: commonjsNames },
  logLevel: /** @type {const} */ ('warning'),
};

/**
 * Escapes all characters beyond ASCII: V8 stores pure ASCII in half the memory. After esbuild such
 * characters occur in comments and regular expressions alone.
 */
const inAscii = (/** @type {string} */ text) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const helper =
  /var __name\s*=\s*\(target,\s*value\)\s*=>\s*(__defProp\(target,\s*"name",\s*\{\s*value,\s*configurable:\s*true\s*\}\))/;
const ofClass = /__name\(this,\s*("(?:[^"\\]|\\[^])*")\)/g;

/**
 * esbuild sets the name of a function each time one is created. Fastify creates some per request:
 * that costs an eighth of a heartbeat. Function names appear in stack traces alone, so only classes
 * keep theirs.
 */
export const namingClassesAlone = (/** @type {string} */ text) =>
  text
    .replace(helper, 'var __name=(target,value,isClass)=>isClass?$1:target')
    .replace(ofClass, '__name(this,$1,true)');

/** Final step of a bundle, applied to esbuild's output before it is written. */
export const finished = (/** @type {string} */ text) => inAscii(namingClassesAlone(text));
