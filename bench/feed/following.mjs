import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spread } from '../registry/statistics.mjs';
import { loadCore } from './reader-pool.mjs';
import { RegistryClient } from './registry-client.mjs';

const changesPerSecond = 10;

/**
 * Measures what following costs: the CPU time of a process that keeps a copy of the registry while
 * some of its instances change each second, and while none does.
 *
 * @param services number of services among which the instances are spread
 */
export async function measureFollowing({ server, instances, services, rounds, roundMs, log }) {
  const clients = Array.from({ length: 25 }, () => new RegistryClient(server.port));
  const register = (at, version) =>
    clients[at % clients.length].register(
      `i${at}`,
      { version: String(version) },
      { app: `SERVICE-${at % services}`, port: 10_000 + at },
    );
  for (let first = 0; first < instances; first += clients.length)
    await Promise.all(clients.map((_, index) => register(first + index, 0)));
  const program = join(import.meta.dirname, 'follower.mjs');
  const args = ['-c', loadCore, process.execPath, program, server.port, 'service-0'].map(String);
  const follower = spawn('taskset', args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await nextMessage(follower);
  await pause(roundMs);
  const shares = { idle: [], changing: [] };
  let version = 0;
  for (let round = 0; round < rounds; round++) {
    for (const kind of ['idle', 'changing']) {
      const before = await factsOf(follower);
      if (kind === 'idle') await pause(roundMs);
      else
        for (const end = before.at + roundMs; performance.now() < end; ) {
          version += 1;
          await Promise.all([
            register((version * 7919) % instances, version),
            pause(1000 / changesPerSecond),
          ]);
        }
      await pause(100);
      const after = await factsOf(follower);
      shares[kind].push((after.cpuUs - before.cpuUs) / (after.at - before.at) / 10);
    }
  }
  const { changes, ...last } = await factsOf(follower, true);
  if (last.instances !== instances) throw new Error(`the follower knows ${last.instances} instances`);
  if (changes - instances !== version)
    throw new Error(`the follower saw ${changes - instances} of ${version} changes`);
  const exited = once(follower, 'exit');
  follower.disconnect();
  await exited;
  for (const client of clients) client.close();
  const found = { instances, services, changesPerSecond };
  for (const [kind, values] of Object.entries(shares)) found[`${kind}Percent`] = spread(values);
  log(`following ${services} services: ${found.changingPercent.median.toFixed(1)} % of a core`);
  return found;
}

async function factsOf(follower, isCount = false) {
  follower.send({ isCount });
  const [facts] = await nextMessage(follower);
  return { ...facts, at: performance.now() };
}

/** @throws if the follower exits instead */
async function nextMessage(follower) {
  const settled = new AbortController();
  const { signal } = settled;
  const exited = once(follower, 'exit', { signal }).then(([code]) => {
    throw new Error(`the follower exited with ${code}`);
  });
  try {
    return await Promise.race([once(follower, 'message', { signal }), exited]);
  } finally {
    exited.catch(() => undefined);
    settled.abort();
  }
}
