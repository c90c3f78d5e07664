import { steady } from './batch.mjs';
import { heartbeats, readDelta } from './operations.mjs';

const beatSecs = 30;

/** As many instances as do what a client does when nothing happens: a heartbeat and a delta, each every 30 s. */
export async function liveNormally(server, { count, durationMs }) {
  const perSecond = count / beatSecs;
  const { tallies, ...busy } = await steady(
    server,
    `${count} instances living normally`,
    [
      { ...heartbeats(server, count), perSecond },
      { ...readDelta(server), perSecond },
    ],
    durationMs,
  );
  return { ...busy, requests: tallies.reduce((sum, { answered }) => sum + answered, 0) };
}
