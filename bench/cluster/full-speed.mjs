import { refuseWrongAnswers } from '../registry/judge.mjs';
import { saturate } from '../registry/load.mjs';
import { spread } from '../registry/statistics.mjs';
import { combined } from './counter.mjs';
import { connections } from './operations.mjs';
import { watched } from './watched.mjs';

/** Tasks of a peer live for 30 s. */
const longestTailMs = 60_000;

/**
 * As much as node A takes from its clients while it tells B: how many a second, and what part of that B was told.
 *
 * @param operationOf makes of a node's port what is asked
 * @param what is asked, in a word
 */
export async function measureFull({ pairs, operationOf, what, rounds, fullMs, say }) {
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
        told: of('told'),
        unanswered: each.reduce((sum, one) => sum + one.unanswered, 0),
        requests: each.reduce((sum, one) => sum + one.requests, 0),
        a: of('a'),
        b: of('b'),
        load: of('load'),
        othersBusy: of('othersBusy'),
      };
      const { perSecond, told, a, b, load, unanswered, requests } = figures;
      const percent = ({ median }) => `${(median * 100).toFixed(0)} %`;
      say(
        `full speed, ${what}, ${kind}: ${perSecond.median.toFixed(0)} a second, ${percent(told)} told; busy: A ${percent(a)}, ` +
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
  refuseWrongAnswers(`${pair.kind}: ${name} at full speed`, seen.result);
  await pair.silence(longestTailMs);
  const { aToB } = await pair.counts();
  const told = combined(aToB, before.aToB, -1);
  const { a, b, load, others } = seen.busy;
  return {
    perSecond: seen.result.answered / seen.seconds,
    told: told.accepted / seen.result.answered,
    unanswered: told.requests - told.answers,
    requests: told.requests,
    a,
    b,
    load,
    othersBusy: others,
  };
}
