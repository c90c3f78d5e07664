// Bundles again whenever a source is saved; the apps of `dev` restart when their bundle has
// changed. Types are checked after that and at a lower priority, as a check takes longer than all
// the rest.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { devBundler } from './dev-bundle.mjs';
import { watchSources } from './source-watcher.mjs';

const settleMs = 20; // an editor saves in several steps
const niceness = 10;
const native = createRequire(import.meta.url).resolve('@typescript/native/package.json');
const tsc = join(dirname(native), 'bin', 'tsc');

const { bundle } = await devBundler();

let busy = false;
let changed = false;
/** @type {NodeJS.Timeout | undefined} */
let soon;
/** @type {import('node:child_process').ChildProcess | undefined} */
let check;

const seconds = (/** @type {number} */ since) => ((performance.now() - since) / 1000).toFixed(1);

async function update() {
  check?.kill();
  if (busy) return void (changed = true);
  busy = true;
  do {
    changed = false;
    const started = performance.now();
    const done = await bundle().then(
      (apps) => apps.length > 0 && `${apps.join(', ')}: restarted within ${seconds(started)} s`,
      // esbuild has printed what is wrong.
      () => 'not bundled (see above): the apps keep running the old code',
    );
    if (done) console.log(done);
  } while (changed);
  busy = false;
  checkTypes();
}

function checkTypes() {
  check = spawn(process.execPath, [tsc, '-b'], { stdio: 'inherit' });
  if (check.pid !== undefined) setPriority(check.pid, niceness);
  check.on('exit', (code) => {
    if (code) console.log('types are wrong (see above): the apps run the new code nevertheless');
  });
}

watchSources(
  process.cwd(),
  () => {
    clearTimeout(soon);
    soon = setTimeout(update, settleMs);
  },
  (error) => console.error(`not watching: ${error}`),
);
await update();
