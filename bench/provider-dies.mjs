// Kills a provider of the demo under each of its timings, and prints a table.
//   node bench/provider-dies.mjs                     half an hour
//   node bench/provider-dies.mjs --only default,fast
// It takes free ports and the bundles of `npx nx run eureka-nest:bundle`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { classic, fast } from '../tools/stages.mjs';

/** Time until leases have been renewed, which makes them last twice as long. */
const warmUpMs = 35_000;
const unprotected = { EUREKA_SERVER_ENABLE_SELF_PRESERVATION: 'false' };
const plans = {
  default: { settings: {}, rounds: 10, limitMs: 30_000 },
  fast: { settings: fast, rounds: 5, limitMs: 30_000, warmUpMs: 3_000 },
  classic: { settings: classic, rounds: 1, limitMs: 600_000, warmUpMs },
  'classic without self-preservation': {
    settings: { ...classic, ...unprotected },
    rounds: 3,
    limitMs: 600_000,
    warmUpMs,
  },
};
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const only = values.only?.split(',') ?? Object.keys(plans);
const registries = ['eureka-7001', 'eureka-7002'];
const providers = ['payment-provider-8001', 'payment-provider-8002', 'payment-provider-8003'];
const consumer = 'order-consumer-80';
/** Interval of the calls through the hand-written rotation, and of those through the balancer. */
const callMs = 100;
/** Calls go on for this long after the last change, so that a late failure is seen. */
const restMs = 3_000;

/** Calls an address at a fixed rate, and keeps when a call failed. */
class Calls {
  made = 0;
  failures = [];
  #pending = new Set();

  constructor(url) {
    this.timer = setInterval(() => {
      this.made += 1;
      const call = statusOf(url).then((status) => {
        if (status !== 200) this.failures.push(performance.now());
        this.#pending.delete(call);
      });
      this.#pending.add(call);
    }, callMs);
  }

  async stop() {
    clearInterval(this.timer);
    await Promise.all(this.#pending);
  }
}

/** Ends the running demo at once. */
let stop = () => undefined;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    stop();
    process.exit(1);
  });
await measure();

async function measure() {
  const loadBefore = loadavg()[0];
  for (const name of only) {
    const plan = plans[name];
    const results = [];
    while (results.length < plan.rounds) {
      results.push(await once(plan));
      console.log(`${name}, ${results.length} of ${plan.rounds}: ${JSON.stringify(results.at(-1))}`);
    }
    const cells = ['7001', '7002', 'lastByHand'].map((key) => summary(results.map((each) => each[key])));
    const sums = ['byHand', 'balanced'].map((key) => {
      const sum = (what) => results.reduce((total, each) => total + each[key][what], 0);
      return `${sum('failed')} of ${sum('made')} failed`;
    });
    console.log(`| ${[name, ...cells, ...sums].join(' | ')} |`);
  }
  console.log(
    `median (worst); Node ${process.version}, ${cpus().length} cores, load before ${loadBefore.toFixed(2)}`,
  );
}

/** Starts the demo, kills the second provider and watches until it is unknown, or for `limitMs`. */
async function once({ settings, limitMs, warmUpMs = 1_000 }) {
  const demo = await startDemo(settings);
  try {
    await pause(warmUpMs);
    const calls = [
      new Calls(demo.url(consumer, '/consumer/payment/lb')),
      new Calls(demo.url(consumer, '/consumer/payment/get/31')),
    ];
    const killed = performance.now();
    demo.processes.get(providers[1]).kill('SIGKILL');
    const gone = {};
    const lastFailure = () => Math.max(0, ...calls[0].failures.map((at) => at - killed));
    for (let now = 0; now < limitMs; now = performance.now() - killed) {
      for (const registry of registries) {
        if (gone[registry] !== undefined || (await demo.lists(registry, providers[1]))) continue;
        gone[registry] = performance.now() - killed;
      }
      const lastChange = Math.max(lastFailure(), ...Object.values(gone));
      if (Object.keys(gone).length === 2 && now > lastChange + restMs) break;
      await pause(20);
    }
    for (const each of calls) await each.stop();
    const [byHand, balanced] = calls.map(({ made, failures }) => ({ made, failed: failures.length }));
    return {
      7001: gone[registries[0]],
      7002: gone[registries[1]],
      lastByHand: Object.keys(gone).length === 2 ? lastFailure() : undefined,
      byHand,
      balanced,
    };
  } finally {
    stop();
  }
}

/** Starts all six, the consumer last, when both registries list the providers. */
async function startDemo(settings) {
  const folder = mkdtempSync(join(tmpdir(), 'eureka-nest-provider-dies-'));
  const ports = new Map();
  for (const app of [...registries, ...providers, consumer]) ports.set(app, await freePort());
  const url = (app, path = '') => `http://127.0.0.1:${ports.get(app)}${path}`;
  const processes = new Map();
  const start = (app, env) => {
    const child = spawn(process.execPath, [`dist/bundle/${app}.mjs`], {
      cwd: join(import.meta.dirname, '..'),
      stdio: 'ignore',
      env: { ...process.env, PORT: ports.get(app), HOST: '127.0.0.1', ...settings, ...env },
    });
    processes.set(app, child);
    return until(async () => (await statusOf(url(app, '/actuator/health'))) === 200);
  };
  const zone = (...names) => ({
    EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: names.map((name) => url(name, '/eureka/')).join(','),
    DB_FILE: join(folder, 'payments.db'),
  });
  // The list, since an instance alone is hidden once its lease is over, also while it is listed.
  const lists = async (registry, app) => {
    const { text } = await request(url(registry, '/eureka/apps/CLOUD-PAYMENT-SERVICE'));
    return text.includes(`"instanceId":"payment${ports.get(app)}"`);
  };
  stop = () => {
    for (const each of processes.values()) each.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [one, two] = registries;
    await Promise.all([
      start(one, { ...zone(two), EUREKA_SERVER_MY_URL: url(one, '/eureka/') }),
      start(two, { ...zone(one), EUREKA_SERVER_MY_URL: url(two, '/eureka/') }),
    ]);
    await Promise.all(providers.map((each) => start(each, zone(...registries))));
    await until(async () => {
      const listed = registries.flatMap((registry) => providers.map((each) => lists(registry, each)));
      return (await Promise.all(listed)).every(Boolean);
    });
    await start(consumer, zone(...registries));
    await until(async () => {
      const ports = new Set();
      for (let calls = 0; calls < 3; calls++)
        ports.add((await request(url(consumer, '/consumer/payment/lb'))).text);
      return ports.size === 3;
    });
    return { url, processes, lists };
  } catch (error) {
    stop();
    throw error;
  }
}

async function statusOf(url) {
  return (await request(url)).status;
}

/** Status and text of a response; status 0 without one. */
function request(url) {
  return new Promise((resolve) => {
    const headers = { accept: 'application/json' };
    const sent = get(url, { agent: false, timeout: 15_000, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.once('close', () => resolve({ status: response.statusCode, text }));
    });
    sent.once('timeout', () => sent.destroy());
    sent.once('error', () => resolve({ status: 0, text: '' }));
  });
}

async function until(isDone) {
  for (const end = performance.now() + 120_000; !(await isDone()); await pause(20))
    if (performance.now() > end) throw new Error('the demo does not come up');
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function summary(times) {
  if (times.includes(undefined)) return 'not within the limit';
  const sorted = [...times].sort((a, b) => a - b);
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  return `${seconds(sorted[Math.floor(sorted.length / 2)])} (${seconds(sorted.at(-1))})`;
}
