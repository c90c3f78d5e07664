import { refuseWrongResponses } from '../registry/validity.mjs';
import { saturate } from '../registry/load.mjs';
import { spread } from '../registry/statistics.mjs';
import { combined } from './counter.mjs';
import { connections } from './operations.mjs';
import { watched } from './watched.mjs';

/** Replication tasks expire after 30 s. */
const longestTailMs = 60_000;

/**
 * Measures the rate that node A accepts from its clients while it replicates to B, and the
 * replicated share.
 *
 * @param operationOf makes the operation for the port of a node
 * @param what name of the operation
 */
export async function measureFull({ pairs, operationOf, what, rounds, fullMs, log }) {
  const all = new Map(pairs.map(({ kind }) => [kind, []]));
  const operations = new Map(pairs.map((pair) => [pair.kind, operationOf(pair.a.port)]));
  for (let round = 0; round < rounds; round++)
    for (const pair of pairs) {
      const operation = operations.get(pair.kind);
      all.get(pair.kind).push(await fullOnce(pair, operation, fullMs));
    }
  return Object.fromEntries(
    [...all].map(([kind, each]) => {
      const of = (key) => spread(each.map((one) => one[key]));
      const figures = {
        perSecond: of('perSecond'),
        replicated: of('replicated'),
        unanswered: each.reduce((sum, one) => sum + one.unanswered, 0),
        requests: each.reduce((sum, one) => sum + one.requests, 0),
        a: of('a'),
        b: of('b'),
        load: of('load'),
        othersBusy: of('othersBusy'),
      };
      const { perSecond, replicated, a, b, load, unanswered, requests } = figures;
      const percent = ({ median }) => `${(median * 100).toFixed(0)} %`;
      log(
        `full speed, ${what}, ${kind}: ${perSecond.median.toFixed(0)} a second, ${percent(replicated)} replicated; busy: A ${percent(a)}, ` +
          `B ${percent(b)}, load ${percent(load)}; ${unanswered} of ${requests} requests between the nodes unanswered`,
      );
      return [kind, figures];
    }),
  );
}

async function fullOnce(pair, { name, next, expected }, fullMs) {
  const before = await pair.counts();
  const { port } = pair.a;
  const seen = await watched(pair, () => saturate({ port, next, expected, connections, durationMs: fullMs }));
  refuseWrongResponses(`${pair.kind}: ${name} at full speed`, seen.result);
  await pair.silence(longestTailMs);
  const { aToB } = await pair.counts();
  const sent = combined(aToB, before.aToB, -1);
  const { a, b, load, others } = seen.busy;
  return {
    perSecond: seen.result.answered / seen.seconds,
    replicated: sent.accepted / seen.result.answered,
    unanswered: sent.requests - sent.answers,
    requests: sent.requests,
    a,
    b,
    load,
    othersBusy: others,
  };
}
