import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';

const decorator = /^\s*@\w+\(/m;

/**
 * Compiles the sources with decorators, a tenth of all, with swc: esbuild does not emit the
 * metadata by which Nest injects. Each is compiled once for each time that it is saved.
 *
 * @param {{ sourceMaps?: boolean }} [wish]
 * @returns {import('esbuild').Plugin}
 */
export const decoratedSources = ({ sourceMaps = false } = {}) => ({
  name: 'decorated-sources',
  setup: ({ onLoad }) => {
    /** @type {Map<string, { savedAt: number, result: import('esbuild').OnLoadResult }>} */
    const compiled = new Map();
    onLoad({ filter: /[\\/](libs|apps)[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const savedAt = statSync(path).mtimeMs;
      const known = compiled.get(path);
      if (known?.savedAt === savedAt) return known.result;
      const text = readFileSync(path, 'utf8');
      const result = decorator.test(text)
        ? { contents: withMetadata(text, path, sourceMaps), loader: /** @type {const} */ ('js') }
        : { contents: text, loader: /** @type {const} */ ('ts') };
      compiled.set(path, { savedAt, result });
      return result;
    });
  },
});

/**
 * Loads swc when a file needs it, which takes 50 ms.
 *
 * @type {typeof import('@swc/core').transformSync | undefined}
 */
let transform;

/**
 * @param {string} text
 * @param {string} path
 * @param {boolean} sourceMaps
 */
function withMetadata(text, path, sourceMaps) {
  transform ??= /** @type {typeof import('@swc/core')} */ (createRequire(import.meta.url)('@swc/core'))
    .transformSync;
  const { code } = transform(text, {
    filename: path,
    swcrc: false,
    sourceMaps: sourceMaps && 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  });
  return code;
}
