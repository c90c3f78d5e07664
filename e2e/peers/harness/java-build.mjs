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

/** Builds the three jars of one train. */
export function javaBuilt(train, cache) {
  built(train, [join(java, train), modules], cache);
}

/** Builds the providers for the balancer, which belong to no train. */
export function foreignProvidersBuilt(cache) {
  built('foreign-providers', [join(java, 'foreign-providers')], cache);
}

/** Builds Spring Boot Admin. */
export function bootAdminBuilt(cache) {
  built('boot-admin', [join(java, 'boot-admin')], cache);
}

/**
 * Builds the modules in some folders, one of which has the parent; does nothing, and needs no
 * network, if the sources are unchanged.
 */
function built(name, sources, cache) {
  const jars = join(cache, name);
  const stamp = join(jars, 'sources.sha256');
  const sum = sumOf(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sum) return;
  ensured({ programs: ['mvn'], from: ['maven'] });
  const work = mkdtempSync(join(cache, `${name}-`));
  try {
    for (const each of sources) cpSync(each, work, { recursive: true });
    const what = `the Java programs of ${name} cannot be built: the first build needs Maven Central`;
    const pom = join(work, 'pom.xml');
    run(what, 'mvn', ['-q', '-B', '-Dstyle.color=never', '-DskipTests', '-f', pom, 'package']);
    mkdirSync(jars, { recursive: true });
    for (const each of readdirSync(work).filter((entry) => existsSync(join(work, entry, 'pom.xml')))) {
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
