import { batch } from './batch.mjs';
import { heartbeats, registerNew } from './operations.mjs';
import { spread } from './statistics.mjs';

/** Operations of each kind that are measured, the first after a start. */
export const coldCount = 1_000;

/**
 * Measures the first operations after a start, while nothing is compiled yet: most servers spend a
 * deployment so.
 */
export async function measureCold({ servers, kinds, startRounds, log }) {
  const all = { 'cold-register': {}, 'cold-heartbeat': {} };
  for (let round = 0; round < startRounds; round++) {
    for (const kind of kinds) {
      const server = await servers.start(kind);
      for (const [key, operation] of [
        ['cold-register', registerNew(server, 0, coldCount)],
        ['cold-heartbeat', heartbeats(server, coldCount)],
      ]) {
        const { cpuUs } = await batch(server, operation, { durationMs: 60_000, most: coldCount });
        (all[key][kind] ??= []).push(cpuUs);
      }
      await servers.stop(server);
    }
  }
  const figures = {};
  for (const [key, kindsOf] of Object.entries(all)) {
    figures[key] = {};
    for (const [kind, costs] of Object.entries(kindsOf)) {
      const cpuUs = spread(costs);
      figures[key][kind] = { cpuUs };
      log(`${key}, ${kind}: ${cpuUs.median.toFixed(0)} us of CPU (first ${coldCount} after a start)`);
    }
  }
  return figures;
}
