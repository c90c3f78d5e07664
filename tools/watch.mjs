// Compiles and bundles again whenever a source is saved; the apps of `dev` restart when their
// bundle has changed. `tsc --watch` of TypeScript 7 polls every file, which takes a whole core and
// up to half a minute to notice a change. This script is notified by the operating system, and `tsc
// -b` takes about a second.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bundler } from './bundle.mjs';
import { restartOf } from './restart-in-turn.mjs';
import { watchSources } from './source-watcher.mjs';

const settleMs = 50; // an editor saves in several steps
const native = createRequire(import.meta.url).resolve('@typescript/native/package.json');
const tsc = join(dirname(native), 'bin', 'tsc');

const { bundle } = await bundler('dev', restartOf);

let busy = false;
let changed = false;
/** @type {NodeJS.Timeout | undefined} */
let soon;

async function compile() {
  if (busy) return void (changed = true);
  busy = true;
  do {
    changed = false;
    const started = performance.now();
    const [code] = await once(spawn(process.execPath, [tsc, '-b'], { stdio: 'inherit' }), 'exit');
    if (code === 0) await bundle();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      code === 0
        ? `compiled in ${seconds} s`
        : 'not compiled (see above): the apps keep running the old code',
    );
  } while (changed);
  busy = false;
}

watchSources(
  process.cwd(),
  () => {
    clearTimeout(soon);
    soon = setTimeout(compile, settleMs);
  },
  (error) => console.error(`not watching: ${error}`),
);
await compile();
