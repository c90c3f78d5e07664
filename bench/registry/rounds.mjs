import { batch } from './batch.mjs';
import { isSteady, spread } from './statistics.mjs';

/**
 * Repeats an operation until it no longer gets cheaper, because a JVM compiles during its first
 * seconds.
 *
 * @returns the duration, and whether the cost was steady before the time limit
 */
export async function warm(server, operation, { warmMs, leastMs = 0, limitMs }) {
  const costs = [];
  const start = performance.now();
  const spentMs = () => performance.now() - start;
  while (spentMs() < leastMs || (!isSteady(costs) && spentMs() < limitMs))
    costs.push((await batch(server, operation, { durationMs: warmMs })).cpuUs);
  return {
    seconds: (performance.now() - start) / 1000,
    isSteady: isSteady(costs),
    first: costs[0],
    last: costs.at(-1),
  };
}

/**
 * Measures one operation on several servers in turn, round by round, so that other activity on the
 * machine affects all of them alike.
 *
 * @param entries each with a `label`, the `server`, its `operation` and optionally a clean-up,
 *   `afterwards(batch)`
 */
export async function interleaved(entries, { rounds, durationMs, warmMs, leastMs, limitMs, log }) {
  const all = new Map(entries.map(({ label }) => [label, []]));
  const warmUps = {};
  for (const { label, server, operation, afterwards } of entries) {
    if (afterwards) continue; // A similar operation has warmed the server.
    warmUps[label] = await warm(server, operation, {
      warmMs,
      limitMs,
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
      /** Cost of each round in order, which shows if it was still falling. */
      roundsUs: batches.map((one) => one.cpuUs),
      bytes: batches.at(-1).bytes,
      warmUp: warmUps[label],
    };
    const { cpuUs, perSecond, isSaturated, warmUp } = figures[label];
    log(
      `${entries[0].operation.name}, ${label}: ${cpuUs.median.toFixed(1)} us of CPU (${cpuUs.least.toFixed(1)} to ${cpuUs.most.toFixed(1)}), ` +
        `${perSecond.median.toFixed(0)} a second${isSaturated ? '' : ' (not saturated)'}` +
        (warmUp
          ? `; warmed up for ${warmUp.seconds.toFixed(0)} s${warmUp.isSteady ? '' : ', not steady'}`
          : ''),
    );
  }
  return figures;
}
