import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { ensured, run } from '../../../tools/debian.mjs';

const java = join(import.meta.dirname, '..', 'java');
const modules = join(java, 'modules');

/**
 * Builds the three jars of one train; does nothing, and needs no network, if the sources are
 * unchanged.
 */
export function javaBuilt(train, cache) {
  const jars = join(cache, train);
  const stamp = join(jars, 'sources.sha256');
  const sum = sumOf([join(java, train), modules]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sum) return;
  ensured({ programs: ['mvn'], from: ['maven'] });
  const work = mkdtempSync(join(cache, `${train}-`));
  try {
    cpSync(join(java, train), work, { recursive: true });
    cpSync(modules, work, { recursive: true });
    const what = `the Java peers of ${train} cannot be built: the first build needs Maven Central`;
    const pom = join(work, 'pom.xml');
    run(what, 'mvn', ['-q', '-B', '-Dstyle.color=never', '-DskipTests', '-f', pom, 'package']);
    mkdirSync(jars, { recursive: true });
    for (const each of readdirSync(modules)) {
      renameSync(join(work, each, 'target', `${each}.jar`), join(jars, `${each}.jar`));
    }
    writeFileSync(stamp, sum);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function sumOf(folders) {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    for (const path of files.map((each) => join(each.parentPath, each.name)).sort()) {
      hash
        .update(`${relative(java, path)}\0`)
        .update(readFileSync(path))
        .update('\0');
    }
  }
  return hash.digest('hex');
}
