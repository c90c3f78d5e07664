// Measures the time from the start command until six apps respond, cold and warm, median of five,
// in a copy of the workspace, so that its caches and builds stay untouched.
import { spawn } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { copyOfWorkspace } from './copy-of-workspace.mjs';
import { isHealthy, portsInUse } from './ports.mjs';
import { cpuSecondsOf, memoryOf } from './proc.mjs';
import { save } from './run.mjs';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const rounds = values.quick ? 2 : 5;
const patienceMs = 90_000;
const apps = {
  'eureka-7001': [7001],
  'eureka-7002': [7002],
  'payment-provider-8001': [8001],
  'payment-provider-8002': [8002],
  'payment-provider-8003': [8003],
  'order-consumer-80': [80, 8080], // 8080 if this user may not listen on 80
};
// The environment has no settings of an Nx that started this, and leaves no daemon behind.
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'))),
  NX_DAEMON: 'false',
};
const ports = Object.values(apps).flat();

const inUse = await portsInUse(ports);
if (inUse.length > 0) {
  console.error(
    `bench/start needs the ports of the demo: ${inUse.join(', ')} in use. Stop the programs that use them.`,
  );
  process.exit(1);
}

const copy = copyOfWorkspace();
const loadBefore = loadavg()[0];
const measured = { cold: [], warm: [] };
try {
  for (let round = 1; round <= rounds; round++)
    for (const kind of ['cold', 'warm']) {
      if (kind === 'cold') copy.removeBuilds();
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

/** Starts and stops the six apps once. */
async function once() {
  const start = performance.now();
  // nx is started directly: npx would not forward signals.
  const nx = spawn(process.execPath, [copy.nx, 'run-many', '--target=serve'], {
    cwd: copy.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment,
  });
  let output = '';
  for (const stream of [nx.stdout, nx.stderr]) stream.on('data', (text) => (output += text));
  const ended = new Promise((resolve) => nx.once('exit', resolve));
  try {
    await Promise.all(Object.values(apps).map((any) => untilOneResponds(any, nx, () => output)));
    const seconds = (performance.now() - start) / 1000;
    const cpuSeconds = cpuSecondsOf(nx.pid);
    await pause(1000); // Memory of the start-up is released by then.
    const rssMb = Object.fromEntries(Object.keys(apps).map((app) => [app, memoryOf(nx.pid, `${app}.mjs`)]));
    return { seconds, cpuSeconds, rssMb, stopSeconds: await stop(nx, ended) };
  } catch (error) {
    await stop(nx, ended);
    throw error;
  }
}

async function untilOneResponds(candidates, nx, output) {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(20)) {
    for (const port of candidates) if (await isHealthy(port)) return;
    if (nx.exitCode !== null) break;
  }
  throw new Error(`no app responds on ${candidates.join(' or ')}; output of nx:\n${output()}`);
}

/** Sends Ctrl-C and waits until the ports are free again. */
async function stop(nx, ended) {
  const start = performance.now();
  nx.kill('SIGINT');
  await ended;
  for (const end = start + 15_000; (await portsInUse(ports)).length > 0; await pause(20))
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
  save('start', result, { isWhole: !values.quick });

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
    `\nFor the docs: six apps respond ${shown(warm.seconds, 1)} s after the command when warm, ${shown(cold.seconds, 1)} s when cold, ` +
      `each in ${shown(Math.max(...Object.values(rssMb)), 0)} MB at most ` +
      `(median of ${rounds}, Node ${process.version}, ${cpus().length} cores, load before ${shown(loadBefore, 1)}).`,
  );
}

function median(values) {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)];
}
