import { refuseWrongAnswers } from '../registry/judge.mjs';
import { pace } from '../registry/load.mjs';
import { readDelta } from '../registry/operations.mjs';
import { spread } from '../registry/statistics.mjs';
import { refuseOtherTelling } from './judge.mjs';
import { heartbeatsOf, silentHeartbeatsOf } from './requests.mjs';
import { watched } from './watched.mjs';

/** The pace of 150,000 instances; with 10,000 of them here each beats every 2 s, so none takes the place of one that waits. */
const perSecond = 5_000;
const beatSecs = 30;

/**
 * What it takes to pass a heartbeat on: the same load on the same two processes with and without the header that says it came from a
 * peer. With it nothing is passed on, and all else is alike.
 */
export async function measureCosts({ pairs, count, rounds, steadyMs, say }) {
  const all = new Map(pairs.map(({ kind }) => [kind, []]));
  for (let round = 0; round <= rounds; round++)
    for (const pair of pairs) {
      const one = await costOnce(pair, count, steadyMs);
      // The first time warms both ways that a heartbeat goes.
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
        told: of('told'),
        othersBusy: of('othersBusy'),
      };
      const { senderUs, receiverUs, bytes } = figures;
      say(
        `a replicated heartbeat, ${kind}: ${senderUs.median.toFixed(1)} us at the sender, ` +
          `${receiverUs.median.toFixed(1)} at the receiver, ${bytes.median.toFixed(0)} bytes`,
      );
      return [kind, figures];
    }),
  );
}

async function costOnce(pair, count, durationMs) {
  const { port } = pair.a;
  const beating = async (stream) => {
    const seen = await watched(pair, async () => {
      const [tally] = await pace({ port, streams: [{ ...stream, perSecond }], durationMs });
      await pair.silence();
      return tally;
    });
    refuseWrongAnswers(`${pair.kind}: ${stream.name}`, seen.result);
    return seen;
  };
  const silent = await beating(silentHeartbeatsOf(port, 0, count));
  const told = await beating(heartbeatsOf(port, 0, count));
  refuseOtherTelling(pair.kind, { silent: silent.aToB, told: told.aToB });
  const { accepted, bytes, bytesBack, batches } = told.aToB;
  return {
    directUs: silent.aUs / silent.result.answered,
    senderUs: (told.aUs - silent.aUs) / accepted,
    receiverUs: (told.bUs - silent.bUs) / accepted,
    bytes: (bytes + bytesBack) / accepted,
    perBatch: accepted / batches,
    told: accepted / told.result.answered,
    othersBusy: (silent.busy.others + told.busy.others) / 2,
  };
}

/** As many instances as do what clients do when nothing happens, half of them at each node: a heartbeat and a delta every 30 s. */
export async function liveNormally(pair, { count, durationMs }) {
  const half = count / 2;
  const perSecondEach = half / beatSecs;
  const seen = await watched(pair, async () => {
    const lives = pair.nodes.map((node, index) =>
      pace({
        port: node.port,
        streams: [heartbeatsOf(node.port, index * half, (index + 1) * half), readDelta(node)].map(
          (stream) => ({ ...stream, perSecond: perSecondEach }),
        ),
        durationMs,
      }),
    );
    return (await Promise.all(lives)).flat();
  });
  for (const tally of seen.result) refuseWrongAnswers(`${pair.kind}: living`, tally);
  const told = seen.aToB.accepted + seen.bToA.accepted;
  const bytes = [seen.aToB, seen.bToA].reduce((sum, each) => sum + each.bytes + each.bytesBack, 0);
  return {
    a: seen.busy.a,
    b: seen.busy.b,
    bytes: bytes / told,
    memory: pair.nodes.map(({ memory }) => memory.now),
    othersBusy: seen.busy.others,
  };
}
