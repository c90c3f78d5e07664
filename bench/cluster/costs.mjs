import { refuseWrongResponses } from '../registry/validity.mjs';
import { pace } from '../registry/load.mjs';
import { readDelta } from '../registry/operations.mjs';
import { spread } from '../registry/statistics.mjs';
import { refuseInvalidReplication } from './validity.mjs';
import { heartbeatsOf, peerHeartbeatsOf } from './requests.mjs';
import { watched } from './watched.mjs';

/**
 * Rate of 150,000 instances. Each of the 10,000 sends a heartbeat every 2 s, so that no heartbeat
 * replaces a queued one.
 */
const perSecond = 5_000;
const heartbeatSecs = 30;

/**
 * Measures the cost of replicating a heartbeat: the same load on the same two processes with and
 * without the header of a peer's request. With the header it is not replicated.
 */
export async function measureCosts({ pairs, count, rounds, steadyMs, log }) {
  const all = new Map(pairs.map(({ kind }) => [kind, []]));
  for (let round = 0; round <= rounds; round++)
    for (const pair of pairs) {
      const one = await costOnce(pair, count, steadyMs);
      // The first round warms up both kinds of heartbeat.
      if (round > 0) all.get(pair.kind).push(one);
    }
  return Object.fromEntries(
    [...all].map(([kind, each]) => {
      const of = (key) => spread(each.map((one) => one[key]));
      const figures = {
        directUs: of('directUs'),
        senderUs: of('senderUs'),
        receiverUs: of('receiverUs'),
        bothUs: spread(each.map((one) => one.senderUs + one.receiverUs)),
        bytes: of('bytes'),
        perBatch: of('perBatch'),
        replicated: of('replicated'),
        othersBusy: of('othersBusy'),
      };
      const { senderUs, receiverUs, bytes } = figures;
      log(
        `a replicated heartbeat, ${kind}: ${senderUs.median.toFixed(1)} us at the sender, ` +
          `${receiverUs.median.toFixed(1)} at the receiver, ${bytes.median.toFixed(0)} bytes`,
      );
      return [kind, figures];
    }),
  );
}

async function costOnce(pair, count, durationMs) {
  const { port } = pair.a;
  const run = async (stream) => {
    const seen = await watched(pair, async () => {
      const [tally] = await pace({ port, streams: [{ ...stream, perSecond }], durationMs });
      await pair.silence();
      return tally;
    });
    refuseWrongResponses(`${pair.kind}: ${stream.name}`, seen.result);
    return seen;
  };
  const unreplicated = await run(peerHeartbeatsOf(port, 0, count));
  const replicated = await run(heartbeatsOf(port, 0, count));
  refuseInvalidReplication(pair.kind, { unreplicated: unreplicated.aToB, replicated: replicated.aToB });
  const { accepted, bytes, bytesBack, batches } = replicated.aToB;
  return {
    directUs: unreplicated.aUs / unreplicated.result.answered,
    senderUs: (replicated.aUs - unreplicated.aUs) / accepted,
    receiverUs: (replicated.bUs - unreplicated.bUs) / accepted,
    bytes: (bytes + bytesBack) / accepted,
    perBatch: accepted / batches,
    replicated: accepted / replicated.result.answered,
    othersBusy: (unreplicated.busy.others + replicated.busy.others) / 2,
  };
}

/**
 * Simulates idle clients, half of them at each node: a heartbeat and a delta request every 30 s.
 */
export async function runSteadyState(pair, { count, durationMs }) {
  const half = count / 2;
  const perSecondEach = half / heartbeatSecs;
  const seen = await watched(pair, async () => {
    const loads = pair.nodes.map((node, index) =>
      pace({
        port: node.port,
        streams: [heartbeatsOf(node.port, index * half, (index + 1) * half), readDelta(node)].map(
          (stream) => ({ ...stream, perSecond: perSecondEach }),
        ),
        durationMs,
      }),
    );
    return (await Promise.all(loads)).flat();
  });
  for (const tally of seen.result) refuseWrongResponses(`${pair.kind}: steady state`, tally);
  const replicated = seen.aToB.accepted + seen.bToA.accepted;
  const bytes = [seen.aToB, seen.bToA].reduce((sum, each) => sum + each.bytes + each.bytesBack, 0);
  return {
    a: seen.busy.a,
    b: seen.busy.b,
    bytes: bytes / replicated,
    memory: pair.nodes.map(({ memory }) => memory.now),
    othersBusy: seen.busy.others,
  };
}
