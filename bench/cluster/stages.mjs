// The course of a run. What happens when matters: registrations stay in the delta for 3 minutes, so what lives quietly comes after those.
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { lengthOfAll } from '../registry/look.mjs';
import { warm } from '../registry/rounds.mjs';
import { liveNormally, measureCosts } from './costs.mjs';
import { measureFull } from './full-speed.mjs';
import { measureLag } from './lag.mjs';
import { populate } from './operations.mjs';
import { heartbeatsOf, registrationsOf } from './requests.mjs';

export const count = 10_000;
/** So many that at full speed no instance beats again within the half second that its last heartbeat waits to be told. */
const crowd = 40_000;
const registered = 20_000;

export const names = ['cost', 'quiet', 'living', 'loaded', 'full'];

/** Runs the stages that `wants(name)` says, and gives what they measured. */
export async function run({ pairs: starter, kinds, wants, plan, say }) {
  const figures = {};
  const all = await Promise.all(kinds.map((kind) => starter.start(kind)));
  say(`${kinds.join(', ')}: two nodes each, up`);
  // From here on this process is the load. Of the core that it shares with every node B, these take what they need first.
  setPriority(10);
  for (const pair of all) await populate(pair, 0, count);
  const populatedAt = performance.now();
  /** Java at its defaults, and ours: the tuned one is there for its lag alone. */
  const pairs = all.filter(({ kind }) => kind !== 'tuned');
  const context = { all, pairs, wants, plan, say, figures };
  for (const pair of all) await warmed(pair, context);
  if (wants('cost')) figures.cost = await measureCosts({ ...plan, pairs, count, say });
  if (wants('quiet')) await quiet(context);
  if (wants('living')) {
    await pause(Math.max(0, plan.deltaEmptyMs - (performance.now() - populatedAt)));
    await living(context);
  }
  if (wants('loaded')) await loaded(context);
  for (const pair of all.filter(({ kind }) => kind === 'tuned')) await starter.stop(pair);
  if (wants('full')) await full(context);
  return figures;
}

async function warmed(pair, { plan, say }) {
  const isJava = pair.kind === 'java';
  // The tuned pair has an easy life: it is only looked at.
  const leastMs = isJava ? plan.firstLeastMs : 0;
  const patienceMs = isJava ? plan.firstPatienceMs : plan.patienceMs;
  const { seconds, first, last } = await warm(pair.a, heartbeatsOf(pair.a.port, 0, count), {
    warmMs: plan.warmMs,
    leastMs,
    patienceMs,
  });
  await pair.silence();
  say(`${pair.kind} warmed up for ${seconds.toFixed(0)} s: ${first.toFixed(0)} to ${last.toFixed(0)} us`);
}

/** All side by side: two changes a second of each disturb nobody. */
async function quiet({ all, plan, say, figures }) {
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
  for (const { kind } of all) say(`lag when quiet, ${kind}: ${lagLine(figures.quiet[kind])}`);
}

/** A change goes another way than a heartbeat. */
async function warmedWithChanges(pair, plan) {
  await warm(pair.a, registrationsOf(pair.a.port, count), { ...plan, leastMs: 0 });
  await pair.silence(60_000);
}

async function loaded({ all, plan, say, figures }) {
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
    say(`lag under 1,000 changes/s, ${pair.kind}: ${lagLine(figures.loaded[pair.kind])}`);
  }
}

const lagLine = ({ instance, app }) =>
  `instance ${instance.median.toFixed(0)} ms (99 %: ${instance.p99.toFixed(0)}, never ${instance.never} of ${instance.count}), ` +
  `application ${app.median.toFixed(0)} ms (99 %: ${app.p99.toFixed(0)}, never ${app.never} of ${app.count})`;

async function living({ pairs, plan, say, figures }) {
  figures.living = {};
  for (const pair of pairs) {
    for (const node of pair.nodes) await lengthOfAll(node, count);
    await liveNormally(pair, { count, durationMs: plan.livingMs / 10 });
    const one = await liveNormally(pair, { count, durationMs: plan.livingMs });
    figures.living[pair.kind] = one;
    say(
      `${count} living normally, ${pair.kind}: ${(one.a * 100).toFixed(1)} % and ${(one.b * 100).toFixed(1)} % of a core, ` +
        `${one.bytes.toFixed(0)} bytes for each replicated heartbeat`,
    );
  }
}

async function full({ pairs, wants, plan, say, figures }) {
  for (const pair of pairs) await populate(pair, count, crowd);
  const operationOf = (port) => heartbeatsOf(port, 0, crowd);
  figures.heartbeats = await measureFull({ ...plan, pairs, operationOf, what: 'heartbeats', say });
  if (!wants('loaded')) for (const pair of pairs) await warmedWithChanges(pair, plan);
  figures.registrations = await measureFull({
    ...plan,
    pairs,
    operationOf: (port) => registrationsOf(port, registered),
    what: 'registrations',
    say,
  });
}
