import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { neverLoaded, shared } from './esbuild-options.mjs';
import { runtimePackages } from './runtime-packages.mjs';

const importStatement = /^(?:import|export) (?!type\b)([^;'"]*?) from '([^'.][^']*)';$/gm;

const isBundled = (/** @type {string} */ name) =>
  !name.startsWith('@eureka-nest/') && !isBuiltin(name) && !runtimePackages.includes(name);

/**
 * Leaves installed packages out of a bundle of our sources, which then takes a tenth of the time:
 * they are in files of their own, in the folder `vendor`.
 *
 * @type {import('esbuild').Plugin}
 */
export const withoutVendor = {
  name: 'without-vendor',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'import-statement' && isBundled(path)
        ? { path: `./vendor/${path}.mjs`, external: true }
        : undefined,
    ),
};

/**
 * Names that these sources import of each package, `default` among them.
 *
 * @param {readonly string[]} files
 * @returns {Record<string, string[]>}
 */
export function vendorImports(files) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const file of files) {
    for (const [, what = '', name = ''] of readFileSync(file, 'utf8').matchAll(importStatement)) {
      if (!isBundled(name)) continue;
      if (what.includes('*'))
        throw new Error(`${file}: import what you need of ${name} by name, since the rest is not bundled`);
      const names = found.get(name) ?? new Set();
      found.set(name, names);
      const [, whole, listed = ''] = /^(\w+)?(?:, )?(?:\{([^}]*)\})?$/.exec(what.trim()) ?? [];
      if (whole) names.add('default');
      for (const each of listed.split(',').map((one) => one.trim()))
        if (each && !each.startsWith('type ')) names.add(each.split(' as ')[0] ?? each);
    }
  }
  const entries = [...found].filter(([, names]) => names.size > 0);
  return Object.fromEntries(entries.map(([name, names]) => [name, [...names].sort()]));
}

/**
 * Bundles these imports: one file for each package, and chunks that they share.
 *
 * @param {Record<string, string[]>} imports
 * @param {string} into
 */
export async function buildVendor(imports, into) {
  await build({
    ...shared,
    outdir: into,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    // reflect-metadata stays outside because esbuild would run a bundled one after the first
    // decorator.
    external: [...runtimePackages, ...neverLoaded],
    entryPoints: Object.fromEntries(Object.keys(imports).map((name) => [name, `vendor:${name}`])),
    plugins: [
      ...shared.plugins,
      {
        name: 'vendor',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^vendor:/ }, ({ path }) => ({ path, namespace: 'vendor' }));
          onLoad({ filter: /.*/, namespace: 'vendor' }, ({ path }) => {
            const name = path.slice('vendor:'.length);
            const names = (imports[name] ?? []).join(', ');
            return { contents: `export { ${names} } from '${name}';`, resolveDir: '.' };
          });
        },
      },
    ],
  });
}
