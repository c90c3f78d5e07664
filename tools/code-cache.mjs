// Part of each app's bundle: runs a program with the code that V8 compiled in an earlier start,
// which takes half the CPU time. `module.enableCompileCache` does not exist in Node 20.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/** Time after which an app has started, so that all that a start runs is compiled. */
const startedMs = 3_000;
const digestLength = 16;
/** Text before the digest of a program, which its first line states. */
export const digestMark = '// ';

const digestOf = (/** @type {string | Buffer} */ content) =>
  createHash('sha1').update(content).digest('hex').slice(0, digestLength);

/**
 * Makes a program of a bundle in CommonJS: a function as Node wraps around a module, after a line
 * with a digest of it. V8 compares no more of a text than its length.
 *
 * @param {string} bundle
 */
export function programOf(bundle) {
  const text = `(function (exports, require, module, __filename, __dirname) {"use strict";\n${bundle}})`;
  return `${digestMark}${digestOf(text)}\n${text}`;
}

/**
 * Runs a program and returns what it exports. A folder that cannot be written, as in a container,
 * only means that each start compiles.
 *
 * @param {string} file of the program, in ASCII alone
 * @param {string} folder of the compiled code
 */
export function load(file, folder) {
  const text = readFileSync(file, 'latin1');
  const name = basename(file, '.cjs');
  const digest = text.slice(digestMark.length, digestMark.length + digestLength);
  // The tag differs by version of V8, its flags and the processor.
  const compiled = join(folder, `${name}-${digest}-${cachedDataVersionTag()}`);
  const cachedData = intact(compiled);
  const script = new Script(text, { filename: file, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  if (!cachedData || script.cachedDataRejected)
    whenStarted(() => keep(script, compiled, `${name}-${digest}`));
  return module.exports;
}

/** Compiled code of a file that begins with its digest; V8 might crash on a damaged one. */
function intact(/** @type {string} */ file) {
  try {
    const content = readFileSync(file);
    const code = content.subarray(digestLength);
    return content.toString('latin1', 0, digestLength) === digestOf(code) ? code : undefined;
  } catch {
    return undefined; // There is none yet.
  }
}

/**
 * Calls back once: three seconds after the start, or as the process ends if that is earlier. One
 * that fails has not run the code of a start.
 */
function whenStarted(/** @type {() => void} */ callback) {
  const once = (/** @type {number} */ code) => {
    clearTimeout(timer);
    process.off('exit', once);
    if (code === 0) callback();
  };
  const timer = setTimeout(once, startedMs, 0).unref();
  process.on('exit', once);
}

/**
 * Writes the code of all functions that have run, and removes that of other versions of the
 * program.
 *
 * @param {Script} script
 * @param {string} file
 * @param {string} current start of the names that are kept
 */
function keep(script, file, current) {
  try {
    const folder = dirname(file);
    const code = script.createCachedData();
    mkdirSync(folder, { recursive: true });
    // Several apps of one program may do this at the same time: each sees a whole file.
    writeFileSync(`${file}.${process.pid}`, Buffer.concat([Buffer.from(digestOf(code)), code]));
    renameSync(`${file}.${process.pid}`, file);
    const name = current.slice(0, -digestLength);
    for (const each of readdirSync(folder))
      if (each.startsWith(name) && !each.startsWith(current)) rmSync(join(folder, each), { force: true });
  } catch {
    // The folder cannot be written.
  }
}
