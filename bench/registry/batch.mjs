import { isSaturated, refuseOtherLengths, refuseWrongResponses } from './validity.mjs';
import { pace, saturate } from './load.mjs';
import { cpuNsBetween, cpuOf, machineBusySeconds } from './process-figures.mjs';

const connections = 32;

/**
 * Measures the shares of a core of the server, the load generator (this process) and all others.
 */
async function watched(server, during) {
  const sample = () => ({
    server: cpuOf(server.pid),
    machine: machineBusySeconds(),
    load: process.cpuUsage(),
  });
  const start = performance.now();
  const before = sample();
  const result = await during();
  const after = sample();
  const seconds = (performance.now() - start) / 1000;
  const serverNs = cpuNsBetween(before.server, after.server);
  const loadUs = after.load.user + after.load.system - before.load.user - before.load.system;
  const serverBusy = serverNs / 1e9 / seconds;
  const loadBusy = loadUs / 1e6 / seconds;
  const allBusy = (after.machine - before.machine) / seconds;
  return { result, seconds, serverNs, serverBusy, loadBusy, othersBusy: allBusy - serverBusy - loadBusy };
}

/**
 * Runs one batch of an operation at full speed.
 *
 * @param operation `name`, `expected` status, `next(n)` request; `length` of the response, if it is
 *   constant; `meanwhile()` makes streams of other requests, whose cost is included
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
  for (const one of [tally, ...others]) refuseWrongResponses(what, one);
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

/** Runs streams at a steady rate and measures the share of a core. */
export async function steady(server, name, streams, durationMs) {
  const seen = await watched(server, () => pace({ port: server.port, streams, durationMs }));
  for (const tally of seen.result) refuseWrongResponses(`${server.kind}: ${name}`, tally);
  return {
    tallies: seen.result,
    share: seen.serverBusy,
    loadBusy: seen.loadBusy,
    othersBusy: seen.othersBusy,
  };
}
