// Frame of every benchmark: prints progress, stops what it started, and saves the results.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javaBuilt } from '../e2e/peers/harness/java-build.mjs';
import { writePages } from './pages.mjs';
import { javaCache } from './registry/servers.mjs';

/** Makes a function that prints a line with the seconds since the start. */
export function progressLog() {
  const start = performance.now();
  return (text) => console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${text}`);
}

/** Builds the Java programs unless they are built already. */
export function buildJava() {
  mkdirSync(javaCache(), { recursive: true });
  javaBuilt('spring-cloud', javaCache());
}

/**
 * Runs `work`; afterwards, also after an error or Ctrl-C, all processes are stopped and the folder
 * is removed.
 *
 * @param make makes the starter of processes, which has `stopAll()`, for a folder of its own
 * @param work measures
 */
export async function withCleanUp(name, make, work) {
  const folder = mkdtempSync(join(tmpdir(), `eureka-nest-${name}-`));
  const all = make(folder);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void all.stopAll().then(() => process.exit(1)));
  try {
    return await work(all);
  } finally {
    await all.stopAll();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Saves the results of a whole run in `results/`, and writes their pages. With BENCH_RESULTS set,
 * the results of any run go into that folder, and nothing else is written.
 */
export function save(name, found, { isWhole = true } = {}) {
  const { BENCH_RESULTS: elsewhere } = process.env;
  if (!elsewhere && !isWhole) return;
  const folder = elsewhere ?? join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(found, null, 2)}\n`);
  if (!elsewhere) writePages(name);
}
