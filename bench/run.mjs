// Frame of every benchmark: prints progress, stops what it started, and saves the results.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javaBuilt } from '../e2e/peers/harness/java-build.mjs';
import { writePage } from './pages.mjs';
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

/** Saves the results in `results/` and writes the page of the reference. */
export function save(name, found) {
  const results = join(import.meta.dirname, 'results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(found, null, 2)}\n`);
  writePage(name);
}
