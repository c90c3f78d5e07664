import { isSaturated, refuseOtherLengths, refuseWrongAnswers } from './judge.mjs';
import { pace, saturate } from './load.mjs';
import { cpuNsBetween, cpuOf, machineBusySeconds } from './process-figures.mjs';

const connections = 32;

/** The part of one core that a server, this process (which is the load) and all others take while something goes on. */
async function watched(server, during) {
  const look = () => ({ server: cpuOf(server.pid), machine: machineBusySeconds(), load: process.cpuUsage() });
  const start = performance.now();
  const before = look();
  const result = await during();
  const after = look();
  const seconds = (performance.now() - start) / 1000;
  const serverNs = cpuNsBetween(before.server, after.server);
  const loadUs = after.load.user + after.load.system - before.load.user - before.load.system;
  const serverBusy = serverNs / 1e9 / seconds;
  const loadBusy = loadUs / 1e6 / seconds;
  const allBusy = (after.machine - before.machine) / seconds;
  return { result, seconds, serverNs, serverBusy, loadBusy, othersBusy: allBusy - serverBusy - loadBusy };
}

/**
 * One batch of one operation at full speed.
 *
 * @param operation `name`, `expected`, `next(n)` and, where its answers have a body that stays as it is, `length`; `meanwhile()`, if
 *   given, makes streams of something else that goes on at its own pace, and whose cost is counted in
 */
export async function batch(server, operation, { durationMs, most }) {
  const { name, expected, next, length, meanwhile } = operation;
  const { port } = server;
  const seen = await watched(server, () =>
    Promise.all([
      saturate({ port, next, expected, connections, durationMs, most }),
      meanwhile ? pace({ port, streams: meanwhile(), durationMs }) : [],
    ]),
  );
  const what = `${server.kind}: ${name}`;
  const [tally, others] = seen.result;
  for (const one of [tally, ...others]) refuseWrongAnswers(what, one);
  if (length !== undefined) refuseOtherLengths(what, tally, length);
  const { answered } = tally;
  return {
    answered,
    bytes: tally.longest,
    cpuUs: seen.serverNs / 1000 / answered,
    perSecond: answered / seen.seconds,
    serverBusy: seen.serverBusy,
    loadBusy: seen.loadBusy,
    othersBusy: seen.othersBusy,
    isSaturated: isSaturated(seen),
  };
}

/** The same at a steady rate: what counts is the part of the core. */
export async function steady(server, name, streams, durationMs) {
  const seen = await watched(server, () => pace({ port: server.port, streams, durationMs }));
  for (const tally of seen.result) refuseWrongAnswers(`${server.kind}: ${name}`, tally);
  return {
    tallies: seen.result,
    share: seen.serverBusy,
    loadBusy: seen.loadBusy,
    othersBusy: seen.othersBusy,
  };
}
