// Measures the time from saving a source of all six apps until each responds with the new code, in
// a copy of the workspace that runs `dev`; median of five. It needs the demo's ports.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { copyOfWorkspace } from './copy-of-workspace.mjs';
import { portsInUse } from './ports.mjs';

const rounds = 5;
const patienceMs = 90_000;
/** Rest between two rounds: the check of types ends meanwhile. */
const restMs = 15_000;
const apps = [[7001], [7002], [8001], [8002], [8003], [80, 8080]];
const header = /'cache-control': 'no-store[^']*'/;
const ports = apps.flat();

if ((await portsInUse(ports)).length > 0) {
  console.error('bench/start-dev needs the ports of the demo: stop the programs that use them.');
  process.exit(1);
}
const copy = copyOfWorkspace();
const source = join(copy.folder, 'libs/runtime/src/app/actuator.module.ts');
const loadBefore = loadavg()[0];
const nx = spawn(process.execPath, [copy.nx, 'run-many', '--target=dev'], {
  cwd: copy.folder,
  stdio: 'ignore',
  env: { ...process.env, NX_DAEMON: 'false' },
});
const ended = new Promise((resolve) => nx.once('exit', resolve));
const measured = [];
try {
  await Promise.all(apps.map((candidates) => responding(candidates, 'no-store')));
  for (let round = 1; round <= rounds; round++) {
    await pause(restMs);
    const saved = performance.now();
    const text = `no-store, max-age=${round}`;
    writeFileSync(source, readFileSync(source, 'utf8').replace(header, `'cache-control': '${text}'`));
    const seconds = await Promise.all(
      apps.map((candidates) => responding(candidates, text).then(() => (performance.now() - saved) / 1000)),
    );
    measured.push({ first: Math.min(...seconds), last: Math.max(...seconds) });
    console.log(`${round}: ${seconds.map((each) => each.toFixed(2)).join(' ')}`);
  }
} finally {
  nx.kill('SIGINT');
  await ended;
  copy.remove();
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)].toFixed(1);
console.log(
  `A saved file is live in the first app after ${median(measured.map(({ first }) => first))} s, in all six after ` +
    `${median(measured.map(({ last }) => last))} s (median of ${rounds}, Node ${process.version}, ${cpus().length} cores, ` +
    `load before ${loadBefore.toFixed(1)}).`,
);

/** Polls until a process on one of these ports responds with this header. */
async function responding(candidates, cacheControl) {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(20)) {
    for (const port of candidates) {
      const url = `http://localhost:${port}/actuator/health`;
      const response = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
      if (response?.headers.get('cache-control') === cacheControl) return;
    }
    if (nx.exitCode !== null) break;
  }
  throw new Error(`no app on ${candidates.join(' or ')} responds with "${cacheControl}"`);
}
