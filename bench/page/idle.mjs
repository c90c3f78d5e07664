import { setTimeout as pause } from 'node:timers/promises';

const idleMs = 3_000;

/**
 * Measures start-up and idle memory of a registry with the console, while none is open, and of one
 * without it, in turn.
 */
export async function measureIdle(servers, rounds, log) {
  const found = { with: [], without: [] };
  for (let round = 0; round < rounds; round++)
    for (const kind of round % 2 === 0 ? ['with', 'without'] : ['without', 'with']) {
      const server = await servers.start('ours', {
        env: { EUREKA_CONSOLE_ENABLED: String(kind === 'with') },
      });
      await pause(idleMs);
      const one = { ...server.started, memoryMib: server.memory.now };
      found[kind].push(one);
      log(`${kind} console: ${one.cpuSeconds.toFixed(2)} s of CPU, ${one.memoryMib.toFixed(1)} MiB`);
      await servers.stop(server);
    }
  return found;
}
