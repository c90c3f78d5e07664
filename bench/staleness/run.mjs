import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Calls } from './calls.mjs';
import { providers, urlOf } from './systems.mjs';

export const kinds = ['new', 'stop', 'out of service', 'kill'];
const callsPerSecond = 1_000;
/** So that those that are killed are well below the part at which self-preservation begins. */
const ballast = 60;

/** One system with `samples` events of each kind, at times that nothing else goes by. */
export async function measure(system, { ports, samples, spreadMs, say }) {
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
    await answers(`${registry}apps`);
    const events = kinds.flatMap((kind) =>
      Array.from({ length: samples }, (_, index) => ({
        kind,
        service: `${kind.replaceAll(' ', '-')}-${index}`,
      })),
    );
    const stays = providers(
      registry,
      system,
      events.map(({ service }) => `${service}:a`),
      running,
    );
    const others = events.filter(({ kind }) => kind !== 'kill').map(({ service }) => `${service}:b`);
    const changing = providers(registry, system, others, running);
    const weight = providers(
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
    await Promise.all([stays, changing, weight, ...killed.values()].map(({ ready }) => ready));
    for (const { service, kind } of events) {
      await stays.tell('start', `${service}:a`);
      if (kind !== 'new') await (killed.get(service) ?? changing).tell('start', `${service}:b`);
    }
    for (let index = 0; index < ballast; index++) await weight.tell('start', `ballast:${index}`);
    start(system.consumer(registry, consumerPort));
    const calls = new Calls(consumerPort, callsPerSecond);
    for (const event of events) event.seen = calls.watch(event.service, 'b');
    void calls.run(stopping.signal);
    await Promise.all(
      events.map(({ service, kind }) => met(consumerPort, service, kind === 'new' ? ['a'] : ['a', 'b'])),
    );
    // A heartbeat or two of everybody, so that no lease is as new as none lives.
    await pause((system.lease?.[0] ?? 30) * 1_200);
    say('all is known; now it begins');
    await Promise.all(
      events.map(async (event) => {
        await pause(Math.random() * spreadMs);
        await befall(event, { registry, changing, killed });
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

async function befall({ kind, service, seen }, { registry, changing, killed }) {
  const name = `${service}:b`;
  seen.active = true;
  seen.since = performance.now();
  if (kind === 'new') return void (await changing.tell('start', name));
  if (kind === 'stop') return void changing.tell('stop', name);
  if (kind === 'kill') return void killed.get(service).kill();
  const app = service.toUpperCase();
  await fetch(`${registry}apps/${app}/${encodeURIComponent(name)}/status?value=OUT_OF_SERVICE`, {
    method: 'PUT',
  });
}

/** Until the consumer obeys, and what failed meanwhile. */
function figures({ kind, seen: { first, last, calls, failed } }) {
  return { obeyedMs: kind === 'new' ? (first ?? Infinity) : (last ?? 0), calls, failed };
}

async function answers(url) {
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
  throw new Error(`nobody answers at ${url}`);
}

/** The consumer has met all of these instances of a service. */
async function met(port, service, ids) {
  const missing = new Set(ids);
  for (let tries = 0; tries < 600; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/consumer/who/${service}`).catch(() => undefined);
    if (answer?.ok) missing.delete(await answer.text());
    if (missing.size === 0) return;
    await pause(tries < 5 ? 20 : 500);
  }
  throw new Error(`the consumer never met ${[...missing]} of ${service}`);
}
