// Converts the results of each benchmark to rows of one shape.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsOf as clusterRows } from '../cluster/rows.mjs';
import { followingLimit } from '../feed/report.mjs';
import { limits as pageLimits } from '../page/report.mjs';
import { rowsOf as registryRows } from '../registry/rows.mjs';
import { spread } from '../registry/statistics.mjs';

/**
 * One figure: `ours` is the median, `spread` the least and the most of its rounds.
 *
 * @typedef {{ what: string, unit: string, ours: number, spread: [number, number],
 *   peers?: Record<string, number>, ratio?: number, target?: string, isMet?: boolean }} Row
 */

const row = (what, unit, { median, least, most }, more = {}) => ({
  what,
  unit,
  ours: median,
  spread: [least, most],
  ...more,
});

/** Longest wait beside a read, in ms, by the number of instances. */
const stallLimits = { 10_000: 10, 100_000: 25 };

const single = (value) => ({ median: value, least: value, most: value });

/** Rows that a report lists as ours, Java and others, with a ratio and a target. */
function compared(rows) {
  return rows
    .filter(({ ours }) => ours)
    .map(({ name, unit, ours, java, tuned, bare, ratio, aim, reached }) => {
      const others = Object.entries({ java, tuned, bare }).filter(([, spread]) => spread);
      const peers = Object.fromEntries(others.map(([kind, { median }]) => [kind, median]));
      return row(name, unit, ours, {
        ...(others.length > 0 && { peers }),
        ...(ratio !== undefined && { ratio }),
        ...(aim && reached !== undefined && { target: aim, isMet: reached }),
      });
    });
}

function callRows({ rows }) {
  return rows.map(({ name, direct, difference: { least, mean, most } }) =>
    row(
      name,
      'µs',
      { median: mean, least, most },
      // The direct call is the same program in each run.
      { peers: { bare: direct.mean }, target: 'under 10 µs', isMet: mean < 10 },
    ),
  );
}

function feedRows({ fanOut, killed, clients }) {
  const rows = [];
  if (fanOut) {
    const { readers, medianMs, lastMedianMs, worstMs, heartbeatMedianMs, heartbeatWorstMs } = fanOut;
    rows.push(
      row(`a change reaches half of ${readers} readers`, 'ms', single(medianMs)),
      row(`a change reaches the last of ${readers} readers`, 'ms', {
        ...single(lastMedianMs),
        most: worstMs,
      }),
      row('a heartbeat during the fan-out', 'ms', {
        ...single(heartbeatMedianMs),
        most: heartbeatWorstMs,
      }),
      row('server CPU per change and reader', 'µs', single((fanOut.cpuMsPerChange * 1000) / readers)),
      row('server memory per reader', 'KiB', single(fanOut.memoryPerReaderKib)),
    );
  }
  if (killed) {
    const { medianMs, worstMs } = killed;
    rows.push(row('a killed instance leaves the feed', 'ms', { ...single(medianMs), most: worstMs }));
  }
  for (const { instances, services, changesPerSecond, changingPercent } of clients?.following ?? [])
    rows.push(
      row(
        `following ${instances} instances in ${services} ${services === 1 ? 'service' : 'services'}, ${changesPerSecond} changes/s`,
        '% of a core',
        changingPercent,
        { target: `under ${followingLimit} %`, isMet: changingPercent.median < followingLimit },
      ),
    );
  return rows;
}

/** Titles of the systems that the consumer of the staleness benchmark follows. */
const stalenessPeers = { java: 'spring', tuned: 'tuned' };

function stalenessRows({ results: { ours, ...others } }) {
  const effect = (events) => spread(events.map(({ effectMs }) => effectMs));
  return Object.entries(ours ?? {}).map(([kind, events]) => {
    const found = effect(events);
    const measured = Object.entries(stalenessPeers).filter(([, system]) => others[system]?.[kind]);
    const peers = Object.fromEntries(
      measured.map(([peer, system]) => [peer, effect(others[system][kind]).median]),
    );
    return row(`a caller reacts to: ${kind}`, 'ms', found, {
      ...(measured.length > 0 && { peers }),
      ...(peers.java && { ratio: found.median / peers.java }),
    });
  });
}

function startRows({ rows, rssMb }) {
  return [
    ...rows.flatMap(({ start, seconds, fastest, slowest, cpuSeconds }) => [
      row(`six apps, ${start} start`, 's', { median: seconds, least: fastest, most: slowest }),
      row(`six apps, ${start} start, CPU`, 's', single(cpuSeconds)),
    ]),
    ...Object.entries(rssMb).map(([app, mb]) => row(`memory of ${app}`, 'MB', single(mb))),
  ];
}

/** The waits of heartbeats, each beside something else; reads have a limit. */
function stallRows({ rows }) {
  return rows.map(({ what, size, worstMs, p999Ms }) => {
    const limit = stallLimits[size];
    const hasLimit = limit && /read|page|copy/.test(what);
    const aim = hasLimit && { target: `at most ${limit} ms`, isMet: worstMs <= limit };
    const spread = { median: worstMs, least: Math.min(p999Ms, worstMs), most: worstMs };
    return row(`heartbeat beside ${what}, ${size} instances`, 'ms', spread, aim || {});
  });
}

/** Largest growth of a cost from the smallest registry to the largest. */
const mostGrowth = 1.2;

/** The cost of each operation at each size; what must not grow with the size has a target. */
function growthRows({ sizes, sweeps, operations: { costs, feed, memory } }) {
  const spreadOf = (value) => (typeof value === 'number' ? single(value) : value);
  const atSizes = (name, unit, of) => {
    const spreads = sizes.map((size) => spreadOf(of(size)));
    const growth = spreads.at(-1).median / spreads[0].median;
    return sizes.map((size, index) => {
      const isLast = index > 0 && index === sizes.length - 1 && !name.startsWith('memory');
      const aim = { target: `at most 20 % above ${sizes[0]}`, isMet: growth <= mostGrowth };
      return row(`${name}, ${size} instances`, unit, spreads[index], isLast ? aim : {});
    });
  };
  return [
    ...Object.keys(costs).flatMap((name) => atSizes(name, 'µs', (size) => costs[name][size])),
    ...atSizes('change until its event has arrived', 'ms', (size) => feed[size]),
    ...atSizes('eviction, per evicted instance', 'µs', (size) => sweeps[size].evictedUs),
    ...atSizes('memory per instance', 'KiB', (size) => memory[size].listedKib),
    ...atSizes('memory per instance, two forms read', 'KiB', (size) => memory[size].readKib),
  ];
}

/** The views of the console, with the aims of its page, and its cost while none is open. */
function pageRows({ rows, idle }) {
  const aimed = (name, spread, limit) =>
    row(name, 'ms', spread, { target: `at most ${limit} ms`, isMet: spread.most <= limit });
  return [
    ...rows.flatMap(({ view, size, firstPaintMs, firstDataMs, loadingTaskMs, longestTaskMs, changeMs }) => {
      const where = `${view}, ${size} instances`;
      return [
        aimed(`first paint of ${where}`, firstPaintMs, pageLimits.firstPaintMs),
        row(`first data of ${where}`, 'ms', firstDataMs),
        aimed(`longest task while loading ${where}`, loadingTaskMs, pageLimits.taskMs),
        aimed(`longest task of ${where}, 10 changes/s`, longestTaskMs, pageLimits.taskMs),
        ...(changeMs
          ? [
              row(`a change is in its row of ${where}`, 'ms', changeMs, {
                target: `median at most ${pageLimits.changeMs} ms`,
                isMet: changeMs.median <= pageLimits.changeMs,
              }),
            ]
          : []),
      ];
    }),
    ...Object.entries(idle ?? {}).flatMap(([kind, { cpuSeconds, memoryMib }]) => [
      row(`start-up of a registry ${kind} the console, CPU`, 's', cpuSeconds),
      row(`idle memory of a registry ${kind} the console`, 'MiB', memoryMib),
    ]),
  ];
}

/** Converters of all benchmarks, in the order of the report. */
const converters = {
  registry: ({ figures }) => compared(registryRows(figures)),
  stall: stallRows,
  growth: growthRows,
  cluster: ({ figures }) => compared(clusterRows(figures)),
  feed: feedRows,
  staleness: stalenessRows,
  call: callRows,
  page: pageRows,
  start: startRows,
};

const benchNames = Object.keys(converters);

/** One benchmark of a report: its rows, and the machine on which it ran. */
export function benchOf(name, results) {
  const facts = { ...results, ...results.machine };
  const { date: at, cpu = 'unknown processor', cores, loadBefore: load, node, java } = facts;
  const versions = { node, ...(java && { java }) };
  return { name, at, machine: `${cpu}, ${cores} cores`, versions, load, rows: converters[name](results) };
}

/** The benches whose results are in a folder. */
export const benchesIn = (folder) =>
  benchNames
    .map((name) => ({ name, file: join(folder, `${name}.json`) }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => benchOf(name, JSON.parse(readFileSync(file, 'utf8'))));
