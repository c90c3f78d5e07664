// How long a person waits: from the one command to six apps that answer, cold and warm, median of five.
// It runs in a copy of the workspace, so that nobody's caches and builds are touched.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { copyOfWorkspace } from './copy-of-workspace.mjs';
import { healthOf, taken } from './ports.mjs';
import { cpuSecondsOf, memoryOf } from './proc.mjs';

const rounds = 5;
const patienceMs = 90_000;
const apps = {
  'eureka-7001': [7001],
  'eureka-7002': [7002],
  'payment-provider-8001': [8001],
  'payment-provider-8002': [8002],
  'payment-provider-8003': [8003],
  'order-consumer-80': [80, 8080], // 8080 where 80 needs more rights
};
// Nothing of an Nx that may have started this, and no daemon left behind.
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'))),
  NX_DAEMON: 'false',
};
const ports = Object.values(apps).flat();

const inUse = await taken(ports);
if (inUse.length > 0) {
  console.error(
    `bench/start needs the demo's ports: ${inUse.join(', ')} in use. Stop what has them, then try again.`,
  );
  process.exit(1);
}

const copy = copyOfWorkspace();
const loadBefore = loadavg()[0];
const measured = { cold: [], warm: [] };
try {
  for (let round = 1; round <= rounds; round++)
    for (const kind of ['cold', 'warm']) {
      if (kind === 'cold') copy.forgetEverythingBuilt();
      const one = await once();
      measured[kind].push(one);
      console.log(
        `${kind} ${round}: ${one.seconds.toFixed(2)} s, ${one.cpuSeconds?.toFixed(1) ?? '?'} s of CPU`,
      );
    }
} finally {
  copy.remove();
}

report();

/** One start and stop of the six. */
async function once() {
  const start = performance.now();
  // nx itself and not npx: a signal to npx does not reach the six.
  const nx = spawn(process.execPath, [copy.nx, 'run-many', '--target=serve'], {
    cwd: copy.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment,
  });
  let said = '';
  for (const stream of [nx.stdout, nx.stderr]) stream.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => nx.once('exit', resolve));
  try {
    await Promise.all(Object.values(apps).map((any) => untilOneAnswers(any, nx, () => said)));
    const seconds = (performance.now() - start) / 1000;
    const cpuSeconds = cpuSecondsOf(nx.pid);
    await pause(1000); // settled: what start-up needed and no longer holds is not the app's memory
    const rssMb = Object.fromEntries(Object.keys(apps).map((app) => [app, memoryOf(nx.pid, `${app}.mjs`)]));
    return { seconds, cpuSeconds, rssMb, stopSeconds: await stop(nx, ended) };
  } catch (error) {
    await stop(nx, ended);
    throw error;
  }
}

async function untilOneAnswers(candidates, nx, said) {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(20)) {
    for (const port of candidates) if (await healthOf(port)) return;
    if (nx.exitCode !== null) break;
  }
  throw new Error(`nothing answers on ${candidates.join(' or ')}; nx said:\n${said()}`);
}

/** Ctrl-C, then until the ports are free again. */
async function stop(nx, ended) {
  const start = performance.now();
  nx.kill('SIGINT');
  await ended;
  for (const end = start + 15_000; (await taken(ports)).length > 0; await pause(20))
    if (performance.now() > end) throw new Error('apps still run 15 s after nx was stopped');
  return (performance.now() - start) / 1000;
}

function report() {
  const rows = Object.entries(measured).map(([kind, all]) => ({
    start: kind,
    seconds: median(all.map((one) => one.seconds)),
    fastest: Math.min(...all.map((one) => one.seconds)),
    slowest: Math.max(...all.map((one) => one.seconds)),
    cpuSeconds: median(all.map((one) => one.cpuSeconds)),
    stopSeconds: median(all.map((one) => one.stopSeconds)),
  }));
  const rssMb = Object.fromEntries(
    Object.keys(apps).map((app) => [app, median(measured.warm.map((one) => one.rssMb[app]))]),
  );
  const result = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cores: cpus().length,
    loadBefore,
    rounds,
    rows,
    rssMb,
  };
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'start.json'), `${JSON.stringify(result, null, 2)}\n`);

  const shown = (value, digits = 2) => (value === undefined ? '?' : value.toFixed(digits));
  console.log(
    `\n| start | median s | fastest s | slowest s | CPU s | stop s |\n| --- | --- | --- | --- | --- | --- |`,
  );
  for (const { start, seconds, fastest, slowest, cpuSeconds, stopSeconds } of rows)
    console.log(
      `| ${start} | ${shown(seconds)} | ${shown(fastest)} | ${shown(slowest)} | ${shown(cpuSeconds, 1)} | ${shown(stopSeconds)} |`,
    );
  console.log(`\n| app | RSS MB |\n| --- | --- |`);
  for (const [app, mb] of Object.entries(rssMb)) console.log(`| ${app} | ${shown(mb, 0)} |`);
  const [cold, warm] = rows;
  console.log(
    `\nFor the docs: six apps answer ${shown(warm.seconds, 1)} s after the command when warm, ${shown(cold.seconds, 1)} s when cold, ` +
      `each in ${shown(Math.max(...Object.values(rssMb)), 0)} MB at most ` +
      `(median of ${rounds}, Node ${process.version}, ${cpus().length} cores, load before ${shown(loadBefore, 1)}).`,
  );
}

function median(values) {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)];
}
