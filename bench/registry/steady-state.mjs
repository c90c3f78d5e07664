import { steady } from './batch.mjs';
import { heartbeats, readDelta } from './operations.mjs';

const heartbeatSecs = 30;

/** Simulates idle clients: a heartbeat and a delta request each every 30 s. */
export async function runSteadyState(server, { count, durationMs }) {
  const perSecond = count / heartbeatSecs;
  const { tallies, ...busy } = await steady(
    server,
    `${count} instances in steady state`,
    [
      { ...heartbeats(server, count), perSecond },
      { ...readDelta(server), perSecond },
    ],
    durationMs,
  );
  return { ...busy, requests: tallies.reduce((sum, { answered }) => sum + answered, 0) };
}
