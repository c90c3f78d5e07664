import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const parentCheckMs = 500;

/**
 * Runs nx until it ends, with this process's terminal, and passes signals on to it: nx stops the
 * apps in order.
 *
 * npm forwards a signal to the shell that runs its script, and that shell dies without passing it
 * on. So a process that npm started also ends nx once its parent has gone.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function runNx(args, env) {
  // nx is started directly: npx would not forward signals.
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const child = spawn(process.execPath, [nx, ...args], { stdio: 'inherit', env });
  // Ctrl-C in a terminal reaches nx too: this process only waits. Any other signal is sent to this
  // process alone and is forwarded.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  // A parent other than npm is a shell, which may end while the apps are to go on (nohup).
  const forget = env['npm_lifecycle_event'] ? whenOrphaned(() => child.kill('SIGTERM')) : undefined;
  child.on('exit', (code, signal) => {
    forget?.();
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

/**
 * Calls back once if the parent of this process ends, and returns a function that stops the checks.
 * On Windows the id of the parent never changes.
 *
 * @param {() => void} orphaned
 * @param {() => number} [parent]
 */
export function whenOrphaned(orphaned, parent = () => process.ppid) {
  const first = parent();
  const timer = setInterval(() => {
    if (parent() === first) return;
    clearInterval(timer);
    orphaned();
  }, parentCheckMs);
  timer.unref();
  return () => clearInterval(timer);
}
