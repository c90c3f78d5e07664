// What every bench does around what it measures: it says where it is, ends what it started, and keeps what it found.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javaBuilt } from '../e2e/peers/harness/java-build.mjs';
import { writeInto } from './markdown.mjs';
import { javaCache } from './registry/servers.mjs';

/** Says a text, and how many seconds after the start it is. */
export function saying() {
  const start = performance.now();
  return (text) => console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${text}`);
}

/** The Java programs, built where they were not. */
export function withJava() {
  mkdirSync(javaCache(), { recursive: true });
  javaBuilt('spring-cloud', javaCache());
}

/**
 * @param make what runs, given a folder of its own; has `stopAll()`
 * @param work measures it; whatever comes of that, also Ctrl-C, all is stopped and the folder is gone
 */
export async function running(name, make, work) {
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

/** Into `results/` and into the page of the reference that has places for these texts. */
export function keep(name, found, page, texts) {
  const results = join(import.meta.dirname, 'results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(found, null, 2)}\n`);
  writeInto(join(import.meta.dirname, '..', 'docs', 'reference', `${page}.md`), name, texts);
}
