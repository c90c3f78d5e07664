// Stages of a run. Their order matters: a registration stays in the delta for 3 minutes, so
// operations without changes come first.
import { setTimeout as pause } from 'node:timers/promises';
import { Changes, readWhileChanging } from './churn.mjs';
import { measureCold } from './cold.mjs';
import { runSteadyState } from './steady-state.mjs';
import { lengthOfAll } from './listing.mjs';
import {
  cancelFrom,
  heartbeats,
  populate,
  readAll,
  readDelta,
  reRegister,
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
const formName = ({ format, gzip }) => `${format}${gzip ? '-gzip' : ''}`;
/** The bare server has JSON alone, and no delta. */
const speaks = (kind, { format }) => kind !== 'bare' || format === 'json';

export const names = [
  'start-up',
  'memory',
  'cold',
  'heartbeat',
  'apps',
  'steady',
  'churn',
  'delta',
  'register',
];

/** Runs the stages for which `wants(name)` is true, and returns their figures. */
export async function run({ servers, kinds, wants, plan, log }) {
  const figures = {};
  if (wants('start-up')) figures.startUp = await measureStartUp({ servers, kinds, ...plan, log });
  if (wants('memory')) figures.memory = await measureMemory({ servers, kinds, count: many, ...plan, log });
  if (wants('cold')) Object.assign(figures, await measureCold({ servers, kinds, ...plan, log }));
  if (!names.slice(3).some(wants)) return figures;

  const running = [];
  for (const kind of kinds) running.push(await servers.start(kind));
  const context = { running, servers, wants, plan, log, figures };
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
  const { running, wants, plan, log, figures } = context;
  for (const server of running) await populate(server, few, many);
  const populatedAt = performance.now();
  if (wants('heartbeat')) await heartbeat(context, many, await largeRegistry(context));
  for (const server of running) await lengthOfAll(server, many);
  if (wants('apps')) await apps(context, many);
  if (wants('steady') || wants('delta')) {
    const left = plan.deltaEmptyMs - (performance.now() - populatedAt);
    if (left > 0) log(`waiting ${(left / 1000).toFixed(0)} s until the delta is empty`);
    await pause(Math.max(0, left));
  }
  if (wants('steady')) {
    figures.steadyState = {};
    for (const server of running.filter(({ kind }) => kind !== 'bare')) {
      await runSteadyState(server, { count: many, durationMs: plan.steadyStateMs / 10 });
      const one = await runSteadyState(server, { count: many, durationMs: plan.steadyStateMs });
      figures.steadyState[server.kind] = one;
      log(`${many} in steady state, ${server.kind}: ${(one.share * 100).toFixed(1)} % of a core`);
    }
  }
  if (wants('churn')) await churn(context, many);
  if (wants('delta')) await delta(context, many);
  if (wants('register')) await register(context, many);
  for (const server of running) await lengthOfAll(server, many);
}

/** Starts another server of ours, to measure a heartbeat in a large registry. */
async function largeRegistry({ servers, running, plan }) {
  if (plan.skipsMost || !running.some(({ kind }) => kind === 'ours')) return undefined;
  const server = await servers.start('ours');
  await populate(server, 0, most);
  return server;
}

async function heartbeat({ running, plan, log, figures, servers }, count, large) {
  const entries = running.map((server) => ({
    label: server.kind,
    server,
    operation: heartbeats(server, count),
  }));
  if (large) entries.push({ label: 'large', server: large, operation: heartbeats(large, most) });
  figures[`heartbeat-${count}`] = await interleaved(entries, {
    ...plan,
    log,
    leastMs: count === few ? plan.firstLeastMs : 0,
    limitMs: plan.firstLimitMs,
  });
  if (!large) return;
  await lengthOfAll(large, most);
  await servers.stop(large);
}

async function apps({ running, plan, log, figures }, count) {
  for (const form of forms) {
    const entries = [];
    for (const server of running.filter(({ kind }) => speaks(kind, form))) {
      const length = await lengthOfAll(server, count, form);
      entries.push({ label: server.kind, server, operation: readAll(server, form, length) });
    }
    log(`apps ${formName(form)}, ${count} instances:`);
    figures[`apps-${formName(form)}-${count}`] = await interleaved(entries, { ...plan, log });
  }
}

/**
 * Only the gzipped forms with many instances have a target: they run longer than a Java cache entry
 * lives.
 */
async function churn({ running, plan, log, figures }, count) {
  for (const form of forms) {
    const isAim = count === many && form.gzip;
    const durationMs = isAim ? plan.churnMs : plan.shortChurnMs;
    const key = `churn-${formName(form)}-${count}`;
    figures[key] = {};
    for (const server of running.filter(({ kind }) => speaks(kind, form))) {
      await readWhileChanging(server, { count, form, durationMs: durationMs / 10 });
      const one = await readWhileChanging(server, { count, form, durationMs });
      figures[key][server.kind] = one;
      log(
        `${formName(form)} under churn, ${count} instances, ${server.kind}: ${(one.share * 100).toFixed(1)} % of a core, ` +
          `oldest response ${one.oldestMs.toFixed(0)} ms, slowest ${one.slowestMs.toFixed(0)} ms`,
      );
    }
  }
}

async function delta({ running, plan, log, figures }, count) {
  const entries = running
    .filter(({ kind }) => kind !== 'bare')
    .map((server) => ({
      label: server.kind,
      server,
      operation: { ...readDelta(server), meanwhile: () => [new Changes(server, count).stream] },
    }));
  figures.delta = await interleaved(entries, { ...plan, log });
}

async function register({ running, plan, log, figures }, count) {
  const again = running.map((server) => ({
    label: server.kind,
    server,
    operation: reRegister(server, count),
  }));
  figures[`register-again-${count}`] = await interleaved(again, { ...plan, log });
  if (count !== many) return;
  const anew = running.map((server) => ({
    label: server.kind,
    server,
    operation: registerNew(server, count, plan.newOnes),
    most: plan.newOnes,
    // Every new instance is cancelled, so that the next batch starts from the same registry.
    afterwards: ({ answered }) => cancelFrom(server, count, count + answered),
  }));
  figures[`register-new-${count}`] = await interleaved(anew, { ...plan, log });
}
