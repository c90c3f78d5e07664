// The course of a run. What happens when matters: a registration stays in the delta for 3 minutes, so the quiet operations come first.
import { setTimeout as pause } from 'node:timers/promises';
import { Changes, readWhileChanging } from './churn.mjs';
import { liveNormally } from './steady-state.mjs';
import { lengthOfAll } from './look.mjs';
import {
  cancelFrom,
  heartbeats,
  populate,
  readAll,
  readDelta,
  registerAgain,
  registerNew,
} from './operations.mjs';
import { interleaved } from './rounds.mjs';
import { measureMemory, measureStartUp } from './start-up.mjs';

export const few = 1_000;
export const many = 10_000;
export const most = 100_000;

const forms = [
  { format: 'json', gzip: true },
  { format: 'json', gzip: false },
  { format: 'xml', gzip: true },
  { format: 'xml', gzip: false },
];
export const nameOf = ({ format, gzip }) => `${format}${gzip ? '-gzip' : ''}`;
/** The floor speaks JSON only, and knows no delta. */
const speaks = (kind, { format }) => kind !== 'bare' || format === 'json';

export const names = ['start-up', 'memory', 'heartbeat', 'apps', 'living', 'churn', 'delta', 'register'];

/** Runs the stages that `wants(name)` says, and gives what they measured. */
export async function run({ servers, kinds, wants, plan, say }) {
  const figures = {};
  if (wants('start-up')) figures.startUp = await measureStartUp({ servers, kinds, ...plan, say });
  if (wants('memory')) figures.memory = await measureMemory({ servers, kinds, count: many, ...plan, say });
  if (!names.slice(2).some(wants)) return figures;

  const running = [];
  for (const kind of kinds) running.push(await servers.start(kind));
  const context = { running, servers, wants, plan, say, figures };
  await fewInstances(context);
  await manyInstances(context);
  if (names.every(wants))
    figures.peakMib = Object.fromEntries(running.map(({ kind, memory }) => [kind, memory.peak]));
  await servers.stopAll();
  return figures;
}

async function fewInstances(context) {
  const { running, wants } = context;
  for (const server of running) await populate(server, 0, few);
  if (wants('heartbeat')) await heartbeat(context, few);
  for (const server of running) await lengthOfAll(server, few);
  if (wants('apps')) await apps(context, few);
  if (wants('churn')) await churn(context, few);
  if (wants('register')) await register(context, few);
}

async function manyInstances(context) {
  const { running, wants, plan, say, figures } = context;
  for (const server of running) await populate(server, few, many);
  const populatedAt = performance.now();
  if (wants('heartbeat')) await heartbeat(context, many, await withMost(context));
  for (const server of running) await lengthOfAll(server, many);
  if (wants('apps')) await apps(context, many);
  if (wants('living') || wants('delta')) {
    const left = plan.deltaEmptyMs - (performance.now() - populatedAt);
    if (left > 0)
      say(`waiting ${(left / 1000).toFixed(0)} s until the delta has forgotten the registrations`);
    await pause(Math.max(0, left));
  }
  if (wants('living')) {
    figures.living = {};
    for (const server of running.filter(({ kind }) => kind !== 'bare')) {
      await liveNormally(server, { count: many, durationMs: plan.livingMs / 10 });
      const one = await liveNormally(server, { count: many, durationMs: plan.livingMs });
      figures.living[server.kind] = one;
      say(`${many} living normally, ${server.kind}: ${(one.share * 100).toFixed(1)} % of a core`);
    }
  }
  if (wants('churn')) await churn(context, many);
  if (wants('delta')) await delta(context, many);
  if (wants('register')) await register(context, many);
  for (const server of running) await lengthOfAll(server, many);
}

/** One more server of ours, to see whether a heartbeat costs more in a crowd. */
async function withMost({ servers, running, plan }) {
  if (plan.skipsMost || !running.some(({ kind }) => kind === 'ours')) return undefined;
  const server = await servers.start('ours');
  await populate(server, 0, most);
  return server;
}

async function heartbeat({ running, plan, say, figures, servers }, count, crowded) {
  const entries = running.map((server) => ({
    label: server.kind,
    server,
    operation: heartbeats(server, count),
  }));
  if (crowded) entries.push({ label: 'crowded', server: crowded, operation: heartbeats(crowded, most) });
  figures[`heartbeat-${count}`] = await interleaved(entries, {
    ...plan,
    say,
    leastMs: count === few ? plan.firstLeastMs : 0,
    patienceMs: plan.firstPatienceMs,
  });
  if (!crowded) return;
  await lengthOfAll(crowded, most);
  await servers.stop(crowded);
}

async function apps({ running, plan, say, figures }, count) {
  for (const form of forms) {
    const entries = [];
    for (const server of running.filter(({ kind }) => speaks(kind, form))) {
      const length = await lengthOfAll(server, count, form);
      entries.push({ label: server.kind, server, operation: readAll(server, form, length) });
    }
    say(`apps ${nameOf(form)}, ${count} instances:`);
    figures[`apps-${nameOf(form)}-${count}`] = await interleaved(entries, { ...plan, say });
  }
}

/** The first form with many instances is the one that has an aim: it is looked at for longer than a Java server's copy lives. */
async function churn({ running, plan, say, figures }, count) {
  for (const form of forms) {
    const isAim = count === many && form === forms[0];
    const durationMs = isAim ? plan.churnMs : plan.shortChurnMs;
    const key = `churn-${nameOf(form)}-${count}`;
    figures[key] = {};
    for (const server of running.filter(({ kind }) => speaks(kind, form))) {
      await readWhileChanging(server, { count, form, durationMs: durationMs / 10 });
      const one = await readWhileChanging(server, { count, form, durationMs });
      figures[key][server.kind] = one;
      say(
        `${nameOf(form)} under churn, ${count} instances, ${server.kind}: ${(one.share * 100).toFixed(1)} % of a core, ` +
          `oldest answer ${one.oldestMs.toFixed(0)} ms, slowest ${one.slowestMs.toFixed(0)} ms`,
      );
    }
  }
}

async function delta({ running, plan, say, figures }, count) {
  const entries = running
    .filter(({ kind }) => kind !== 'bare')
    .map((server) => ({
      label: server.kind,
      server,
      operation: { ...readDelta(server), meanwhile: () => [new Changes(server, count).stream] },
    }));
  figures.delta = await interleaved(entries, { ...plan, say });
}

async function register({ running, plan, say, figures }, count) {
  const again = running.map((server) => ({
    label: server.kind,
    server,
    operation: registerAgain(server, count),
  }));
  figures[`register-again-${count}`] = await interleaved(again, { ...plan, say });
  if (count !== many) return;
  const anew = running.map((server) => ({
    label: server.kind,
    server,
    operation: registerNew(server, count, plan.newOnes),
    most: plan.newOnes,
    // Each must be there to be cancelled.
    afterwards: ({ answered }) => cancelFrom(server, count, count + answered),
  }));
  figures[`register-new-${count}`] = await interleaved(anew, { ...plan, say });
}
