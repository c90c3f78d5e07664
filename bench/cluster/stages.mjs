// Stages of a run. Their order matters: registrations stay in the delta for 3 minutes, so the
// steady state comes after those.
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { lengthOfAll } from '../registry/listing.mjs';
import { warm } from '../registry/rounds.mjs';
import { runSteadyState, measureCosts } from './costs.mjs';
import { measureFull } from './full-speed.mjs';
import { measureLag } from './lag.mjs';
import { populate } from './operations.mjs';
import { heartbeatsOf, registrationsOf } from './requests.mjs';

export const count = 10_000;
/** Large enough that no instance sends two heartbeats while Java delays the first one (500 ms). */
const countAtFullSpeed = 40_000;
const registered = 20_000;

export const names = ['cost', 'quiet', 'steady', 'loaded', 'full'];

/** Runs the stages for which `wants(name)` is true, and returns their figures. */
export async function run({ pairs: starter, kinds, wants, plan, log }) {
  const figures = {};
  const all = await Promise.all(kinds.map((kind) => starter.start(kind)));
  log(`${kinds.join(', ')}: two nodes each, up`);
  // This process is the load generator from here on; the nodes B on the same core have priority.
  setPriority(10);
  for (const pair of all) await populate(pair, 0, count);
  const populatedAt = performance.now();
  /** Java with its defaults, and ours; of the tuned one only the lag is measured. */
  const pairs = all.filter(({ kind }) => kind !== 'tuned');
  const context = { all, pairs, wants, plan, log, figures };
  for (const pair of all) await warmed(pair, context);
  if (wants('cost')) figures.cost = await measureCosts({ ...plan, pairs, count, log });
  if (wants('quiet')) await quiet(context);
  if (wants('steady')) {
    await pause(Math.max(0, plan.deltaEmptyMs - (performance.now() - populatedAt)));
    await steadyState(context);
  }
  if (wants('loaded')) await loaded(context);
  for (const pair of all.filter(({ kind }) => kind === 'tuned')) await starter.stop(pair);
  if (wants('full')) await full(context);
  return figures;
}

async function warmed(pair, { plan, log }) {
  const isJava = pair.kind === 'java';
  // The tuned pair needs no long warm-up, since its CPU time is not measured.
  const leastMs = isJava ? plan.firstLeastMs : 0;
  const limitMs = isJava ? plan.firstLimitMs : plan.limitMs;
  const { seconds, first, last } = await warm(pair.a, heartbeatsOf(pair.a.port, 0, count), {
    warmMs: plan.warmMs,
    leastMs,
    limitMs,
  });
  await pair.silence();
  log(`${pair.kind} warmed up for ${seconds.toFixed(0)} s: ${first.toFixed(0)} to ${last.toFixed(0)} us`);
}

/** All pairs run at once: two changes per second do not disturb each other. */
async function quiet({ all, plan, log, figures }) {
  const seen = await Promise.all(
    all.map((pair) =>
      measureLag(pair, {
        from: count - 200,
        to: count,
        perSecond: 2,
        appEvery: 1,
        durationMs: plan.quietMs,
        word: 'quiet',
      }),
    ),
  );
  figures.quiet = Object.fromEntries(all.map(({ kind }, index) => [kind, seen[index]]));
  for (const { kind } of all) log(`lag when quiet, ${kind}: ${lagLine(figures.quiet[kind])}`);
}

/** Changes need a warm-up of their own: their code path is not that of heartbeats. */
async function warmedWithChanges(pair, plan) {
  await warm(pair.a, registrationsOf(pair.a.port, count), { ...plan, leastMs: 0 });
  await pair.silence(60_000);
}

async function loaded({ all, plan, log, figures }) {
  figures.loaded = {};
  for (const pair of all) {
    await warmedWithChanges(pair, plan);
    figures.loaded[pair.kind] = await measureLag(pair, {
      from: count - 1_000,
      to: count,
      perSecond: 20,
      appEvery: 4,
      others: 980,
      durationMs: plan.loadedMs,
      word: 'loaded',
    });
    await pair.silence();
    log(`lag under 1,000 changes/s, ${pair.kind}: ${lagLine(figures.loaded[pair.kind])}`);
  }
}

const lagLine = ({ instance, app }) =>
  `instance ${instance.median.toFixed(0)} ms (99 %: ${instance.p99.toFixed(0)}, never ${instance.never} of ${instance.count}), ` +
  `application ${app.median.toFixed(0)} ms (99 %: ${app.p99.toFixed(0)}, never ${app.never} of ${app.count})`;

async function steadyState({ pairs, plan, log, figures }) {
  figures.steadyState = {};
  for (const pair of pairs) {
    for (const node of pair.nodes) await lengthOfAll(node, count);
    await runSteadyState(pair, { count, durationMs: plan.steadyStateMs / 10 });
    const one = await runSteadyState(pair, { count, durationMs: plan.steadyStateMs });
    figures.steadyState[pair.kind] = one;
    log(
      `${count} in steady state, ${pair.kind}: ${(one.a * 100).toFixed(1)} % and ${(one.b * 100).toFixed(1)} % of a core, ` +
        `${one.bytes.toFixed(0)} bytes for each replicated heartbeat`,
    );
  }
}

async function full({ pairs, wants, plan, log, figures }) {
  for (const pair of pairs) await populate(pair, count, countAtFullSpeed);
  const operationOf = (port) => heartbeatsOf(port, 0, countAtFullSpeed);
  figures.heartbeats = await measureFull({ ...plan, pairs, operationOf, what: 'heartbeats', log });
  if (!wants('loaded')) for (const pair of pairs) await warmedWithChanges(pair, plan);
  figures.registrations = await measureFull({
    ...plan,
    pairs,
    operationOf: (port) => registrationsOf(port, registered),
    what: 'registrations',
    log,
  });
}
