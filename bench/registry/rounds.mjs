import { batch } from './batch.mjs';
import { isSteady, spread } from './statistics.mjs';

/**
 * Repeats an operation until it no longer gets cheaper: what is measured first in the life of a JVM still holds seconds of compilation.
 *
 * @returns how long that took, and whether it was reached before patience ended
 */
export async function warm(server, operation, { warmMs, leastMs = 0, patienceMs }) {
  const costs = [];
  const start = performance.now();
  const spentMs = () => performance.now() - start;
  while (spentMs() < leastMs || (!isSteady(costs) && spentMs() < patienceMs))
    costs.push((await batch(server, operation, { durationMs: warmMs })).cpuUs);
  return {
    seconds: (performance.now() - start) / 1000,
    isSteady: isSteady(costs),
    first: costs[0],
    last: costs.at(-1),
  };
}

/**
 * One operation on several servers in turn, round by round, so that what else the machine does meets all of them alike.
 *
 * @param entries of each a `label`, the `server`, its `operation` and, where a batch leaves something behind, `afterwards(batch)`
 */
export async function interleaved(entries, { rounds, durationMs, warmMs, leastMs, patienceMs, say }) {
  const all = new Map(entries.map(({ label }) => [label, []]));
  const warmUps = {};
  for (const { label, server, operation, afterwards } of entries) {
    if (afterwards) continue; // warmed by an operation like it
    warmUps[label] = await warm(server, operation, {
      warmMs,
      patienceMs,
      leastMs: label === 'java' ? leastMs : 0,
    });
  }
  for (let round = 0; round < rounds; round++) {
    for (const { label, server, operation, most, afterwards } of entries) {
      const one = await batch(server, operation, { durationMs, most });
      await afterwards?.(one);
      all.get(label).push(one);
    }
  }
  const figures = {};
  for (const [label, batches] of all) {
    const of = (key) => spread(batches.map((one) => one[key]));
    figures[label] = {
      cpuUs: of('cpuUs'),
      perSecond: of('perSecond'),
      serverBusy: of('serverBusy'),
      loadBusy: of('loadBusy'),
      othersBusy: of('othersBusy'),
      isSaturated: batches.every((one) => one.isSaturated),
      /** In their order: whether the last ones were still cheaper than the first can be seen. */
      roundsUs: batches.map((one) => one.cpuUs),
      bytes: batches.at(-1).bytes,
      warmUp: warmUps[label],
    };
    const { cpuUs, perSecond, isSaturated, warmUp } = figures[label];
    say(
      `${entries[0].operation.name}, ${label}: ${cpuUs.median.toFixed(1)} us of CPU (${cpuUs.least.toFixed(1)} to ${cpuUs.most.toFixed(1)}), ` +
        `${perSecond.median.toFixed(0)} a second${isSaturated ? '' : ' (not all it can)'}` +
        (warmUp
          ? `; warmed up for ${warmUp.seconds.toFixed(0)} s${warmUp.isSteady ? '' : ', not steady'}`
          : ''),
    );
  }
  return figures;
}
