// Compiles again whenever a source is saved. `tsc --watch` of TypeScript 7 looks at every file again and again, which
// takes a whole core and up to half a minute to see a change; this is told by the system, and `tsc -b` does the rest in under a second.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const settleMs = 50; // an editor saves in several steps
const native = createRequire(import.meta.url).resolve('@typescript/native/package.json');
const tsc = join(dirname(native), 'bin', 'tsc');

let building = false;
let changed = false;
/** @type {NodeJS.Timeout | undefined} */
let soon;

function compile() {
  if (building) return void (changed = true);
  building = true;
  changed = false;
  const started = performance.now();
  spawn(process.execPath, [tsc, '-b'], { stdio: 'inherit' }).once('exit', (code) => {
    building = false;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      code === 0 ? `compiled in ${seconds} s` : 'not compiled: see above; the apps run on as they were',
    );
    if (changed) compile();
  });
}

for (const folder of ['libs', 'apps']) {
  watch(folder, { recursive: true }, (_event, file) => {
    if (!file || !/[\\/]src[\\/].*\.ts$/.test(file)) return;
    clearTimeout(soon);
    soon = setTimeout(compile, settleMs);
  });
}
console.log('watching libs and apps');
