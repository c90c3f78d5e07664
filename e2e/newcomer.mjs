// Follows the README: a fresh clone in an empty folder, an empty npm cache, two commands in a
// terminal, the six calls, Ctrl-C. It needs git, the ports of the demo, and `script` (util-linux).
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const home = mkdtempSync(join(tmpdir(), 'newcomer-'));
const clone = join(home, 'eureka-nest');
// The settings of an npx that started this process are removed from the environment.
const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
const url = (path) => `http://localhost:${process.getuid() === 0 ? 80 : 8080}${path}`;

/** Polls until `ask` returns a value, for a limited time. */
async function until(what, seconds, ask) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(50)) {
    const got = await ask().catch(() => undefined);
    if (got) return got;
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

/** Processes of this clone, found by their working directory. */
const running = () =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(clone);
    } catch {
      return false; // The process has ended.
    }
  });

const ask = async (path) => (await fetch(url(path))).json();

async function visit() {
  execFileSync('git', ['clone', '--quiet', process.cwd(), clone]);
  execFileSync('npm', ['ci'], {
    cwd: clone,
    stdio: 'inherit',
    env: { ...plain, npm_config_cache: join(home, 'cache') },
  });

  const started = Date.now();
  const terminal = spawn('script', ['-qefc', 'npx nx run-many --target=serve', '/dev/null'], {
    cwd: clone,
    env: plain,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  terminal.stdout.on('data', (text) => {
    shown += text;
    process.stdout.write(text);
  });
  try {
    const first = await until('a response of the consumer', 90, async () => {
      const found = await ask('/consumer/payment/get/31');
      return found.code === 200 && found;
    });
    console.log(
      `\n--- first response after ${((Date.now() - started) / 1000).toFixed(1)} s: ${JSON.stringify(first)}`,
    );
    if (first.data.serial !== '尚硅谷111') throw new Error('the response is not that of the course');

    const ports = await until('six calls that reach each port twice', 15, async () => {
      const seen = [];
      for (let call = 0; call < 6; call++)
        seen.push((await ask('/consumer/payment/get/31')).message.slice(-4));
      return new Set(seen).size === 3 && seen.slice(0, 3).join() === seen.slice(3).join() && seen;
    });
    console.log(`--- six calls: ${ports.join(' ')}`);
    await until(
      'the table at the end of start-up',
      15,
      async () => shown.includes('order-consumer-80  ') && /payment\/get\/31/.test(shown),
    );
    const trace = shown.match(/^.*\n\s+at .+:\d+:\d+.*$/m);
    if (trace) throw new Error(`a stack trace in the output: ${trace[0]}`);
  } finally {
    const stopped = Date.now();
    terminal.stdin.write('\x03'); // Ctrl-C
    await until('the end of all apps after Ctrl-C', 2, async () => running().length === 0).catch((error) => {
      throw new Error(`${error.message}, left: ${running().length}`);
    });
    console.log(`--- all stopped ${((Date.now() - stopped) / 1000).toFixed(1)} s after Ctrl-C`);
  }
}

try {
  await visit();
} catch (error) {
  console.error(`newcomer: ${error.message}`);
  process.exitCode = 1;
} finally {
  for (const pid of running()) process.kill(Number(pid), 'SIGKILL');
  rmSync(home, { recursive: true, force: true });
}
