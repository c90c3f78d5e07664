// node tools/dev-app.mjs <app>: runs an app of `dev`, anew whenever its bundle is replaced. Node's
// own --watch does not follow a file that is replaced by renaming, and waits 0.2 s each time.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';

const [app] = process.argv.slice(2);
const folder = 'dist/dev';
const file = `${app}.mjs`;

/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
let replaced = false;
let stopping = false;

function start() {
  replaced = false;
  running = spawn(process.execPath, ['--enable-source-maps', `${folder}/${file}`], { stdio: 'inherit' });
  running.once('exit', (code) => {
    running = undefined;
    if (stopping) process.exit(code ?? 1);
    if (replaced) start();
    else console.log(`${app} has ended: it starts again when its code changes`);
  });
}

watch(folder, (_event, name) => {
  if (name !== file || stopping) return;
  if (!running) return start();
  replaced = true;
  running.kill('SIGTERM');
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    stopping = true;
    if (!running) process.exit();
    running.kill('SIGTERM');
  });
}
start();
