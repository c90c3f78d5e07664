import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Calls } from './calls.mjs';
import { providers, urlOf } from './systems.mjs';

export const kinds = ['new', 'stop', 'out of service', 'kill'];
const callsPerSecond = 1_000;
/** Extra instances, so that the killed ones are too few to trigger self-preservation. */
const ballast = 60;

/** Measures one system with `samples` events of each kind at random times, after a rest. */
export async function measure(system, { ports, samples, spreadMs, restMs, log }) {
  const [serverPort, consumerPort] = ports;
  const registry = urlOf(serverPort);
  const running = new Set();
  const start = ({ command: [program, ...args], env }) => {
    const child = spawn(program, args, {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    running.add(child);
    return child;
  };
  const stopping = new AbortController();
  try {
    start(system.server(serverPort));
    await untilOk(`${registry}apps`);
    const events = kinds.flatMap((kind) =>
      Array.from({ length: samples }, (_, index) => ({
        kind,
        service: `${kind.replaceAll(' ', '-')}-${index}`,
      })),
    );
    const steady = providers(
      registry,
      system,
      events.map(({ service }) => `${service}:a`),
      running,
    );
    const others = events.filter(({ kind }) => kind !== 'kill').map(({ service }) => `${service}:b`);
    const changing = providers(registry, system, others, running);
    const extra = providers(
      registry,
      {},
      Array.from({ length: ballast }, (_, index) => `ballast:${index}`),
      running,
    );
    const killed = new Map(
      events
        .filter(({ kind }) => kind === 'kill')
        .map(({ service }) => [service, providers(registry, system, [`${service}:b`], running)]),
    );
    await Promise.all([steady, changing, extra, ...killed.values()].map(({ ready }) => ready));
    for (const { service, kind } of events) {
      await steady.command('start', `${service}:a`);
      if (kind !== 'new') await (killed.get(service) ?? changing).command('start', `${service}:b`);
    }
    for (let index = 0; index < ballast; index++) await extra.command('start', `ballast:${index}`);
    start(system.consumer(registry, consumerPort));
    const calls = new Calls(consumerPort, callsPerSecond);
    for (const event of events) event.seen = calls.watch(event.service, 'b');
    void calls.run(stopping.signal);
    await Promise.all(
      events.map(({ service, kind }) =>
        untilCalled(consumerPort, service, kind === 'new' ? ['a'] : ['a', 'b']),
      ),
    );
    // Each instance sends a heartbeat or two first, so that no lease is unusually young.
    await pause(restMs ?? (system.lease?.[0] ?? 30) * 1_200);
    log('all instances are known; events begin');
    await Promise.all(
      events.map(async (event) => {
        await pause(Math.random() * spreadMs);
        await trigger(event, { registry, changing, killed });
        await pause(system.windowMs[event.kind]);
        event.seen.active = false;
      }),
    );
    return Object.fromEntries(
      kinds.map((kind) => [kind, events.filter((each) => each.kind === kind).map(figures)]),
    );
  } finally {
    stopping.abort();
    for (const child of running) child.kill('SIGKILL');
  }
}

async function trigger({ kind, service, seen }, { registry, changing, killed }) {
  const name = `${service}:b`;
  seen.active = true;
  seen.since = performance.now();
  if (kind === 'new') return void (await changing.command('start', name));
  if (kind === 'stop') return void changing.command('stop', name);
  if (kind === 'kill') return void killed.get(service).kill();
  const app = service.toUpperCase();
  await fetch(`${registry}apps/${app}/${encodeURIComponent(name)}/status?value=OUT_OF_SERVICE`, {
    method: 'PUT',
  });
}

/** Time until the event took effect at the consumer, and the calls that failed until then. */
function figures({ kind, seen: { first, last, calls, failed } }) {
  return { effectMs: kind === 'new' ? (first ?? Infinity) : (last ?? 0), calls, failed };
}

async function untilOk(url) {
  for (let tries = 0; tries < 900; tries++) {
    if (
      await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await pause(100);
  }
  throw new Error(`no response from ${url}`);
}

/** Resolves once the consumer has called each of these instances of a service. */
async function untilCalled(port, service, ids) {
  const missing = new Set(ids);
  for (let tries = 0; tries < 600; tries++) {
    const response = await fetch(`http://127.0.0.1:${port}/consumer/who/${service}`).catch(() => undefined);
    if (response?.ok) missing.delete(await response.text());
    if (missing.size === 0) return;
    await pause(tries < 5 ? 20 : 500);
  }
  throw new Error(`the consumer did not call ${[...missing]} of ${service}`);
}
