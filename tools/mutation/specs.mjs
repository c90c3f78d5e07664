import { build } from 'esbuild';
import { expect } from 'expect';
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { isSpec } from './cores.mjs';

/**
 * A test of a spec file, as a function: it rejects where the test fails.
 *
 * @typedef {{ id: string, file: string, run: () => Promise<void> }} Test
 *
 * @typedef {() => unknown} Body
 * @typedef {{ name: string, hooks: Body[] }} Group
 */

/**
 * Bundles the specs of the cores, to be loaded anew for each run in this process. Jest's sandboxes
 * take a hundred times as long as the tests do. It offers only what these specs use of Jest.
 *
 * @param {string} root of the tree
 */
export async function bundledSpecs(root) {
  const files = readdirSync(join(root, 'libs'), { recursive: true, encoding: 'utf8' })
    .map((path) => `libs/${path}`)
    .filter((path) => !path.includes('/node_modules/') && isSpec(path))
    .sort();
  const { code, packages } = await bundle(root, files);
  const modules = await loaded(root, packages);
  // A failure is enough, the smallest example of it is not needed; and the same seed each time.
  modules.get('fast-check')?.configureGlobal({ endOnFailure: true, seed: 1 });
  const [counting, plain] = [code, withoutCounting(code)].map((text) =>
    new Script(text, { filename: 'specs.cjs' }).runInThisContext(),
  );

  return {
    files,
    /**
     * @param {readonly string[]} wanted
     * @param {{ counts?: boolean }} [how] whether the code counts which mutants a test reaches
     */
    load(wanted, { counts = false } = {}) {
      const { words, testsOf } = collector();
      const module = { exports: /** @type {Record<string, Body>} */ ({}) };
      (counts ? counting : plain)(module, (/** @type {string} */ name) => modules.get(name), words);
      return wanted.flatMap((file) => testsOf(file, module.exports[file] ?? (() => {})));
    },
  };
}

/**
 * Bundles the workspace's own files; packages are loaded once and stay.
 *
 * @param {string} root
 * @param {readonly string[]} files
 */
async function bundle(root, files) {
  /** @type {Set<string>} */
  const packages = new Set();
  const entries = files.map((file) => `${JSON.stringify(file)}: () => require('./${file}')`);
  const { outputFiles } = await build({
    stdin: { contents: `module.exports = {${entries.join()}};`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    conditions: ['@eureka-nest/source'],
    keepNames: true,
    logLevel: 'error',
    plugins: [
      {
        name: 'packages',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^[^.]/ }, ({ path }) => {
            if (path.startsWith('@eureka-nest/')) return undefined;
            packages.add(path);
            return { path, external: true };
          }),
      },
    ],
  });
  const names = 'describe, it, beforeEach, expect, jest';
  return { code: `(function (module, require, { ${names} }) {${outputFiles[0]?.text}\n})`, packages };
}

/** Removes Stryker's counting calls, which take five times as long as the code itself. */
const withoutCounting = (/** @type {string} */ code) =>
  code.replace(/\bstryCov_\w+\((?:"\d+"[,\s]*)+\)/g, '0');

/**
 * Loads packages, those that are ES modules too, which Node 20 cannot require().
 *
 * @param {string} root
 * @param {Iterable<string>} names
 * @returns {Promise<Map<string, any>>}
 */
async function loaded(root, names) {
  const need = createRequire(join(root, 'package.json'));
  const modules = new Map();
  for (const name of names) {
    try {
      modules.set(name, need(name));
    } catch {
      modules.set(name, await import(pathToFileURL(need.resolve(name)).href).catch(() => undefined));
    }
  }
  return modules;
}

/** Words of a spec file, and the tests that one makes with them. */
function collector() {
  /** @type {Omit<Test, 'file'>[]} */
  let tests = [];
  /** @type {Group[]} */
  let groups = [];

  const describe = (/** @type {string} */ name, /** @type {Body} */ body) => {
    const outer = groups;
    groups = [...outer, { name, hooks: [] }];
    body();
    groups = outer;
  };
  const it = (/** @type {string} */ name, /** @type {Body} */ body) => {
    const within = groups;
    const run = async () => {
      for (const hook of within.flatMap(({ hooks }) => hooks)) await hook();
      await body();
    };
    tests.push({ id: [...within.map((group) => group.name), name].join(' > '), run });
  };
  const beforeEach = (/** @type {Body} */ hook) => groups.at(-1)?.hooks.push(hook);

  return {
    words: {
      describe: Object.assign(describe, { each: bind(describe, false) }),
      it: Object.assign(it, { each: bind(it, false) }),
      beforeEach,
      expect,
      // Time limits are Stryker's.
      jest: Object.assign(new ModuleMocker(globalThis), { setTimeout: () => {} }),
    },
    /**
     * @param {string} file
     * @param {Body} body
     * @returns {Test[]}
     */
    testsOf(file, body) {
      tests = [];
      groups = [{ name: file, hooks: [] }];
      body();
      return tests.map(({ id, run }, at) => ({ id: `${id} [${at}]`, file, run }));
    },
  };
}
