// node bench/pages.mjs: writes the tables of the reference pages and the chart again from
// bench/results/.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableOf as callTable } from './call/report.mjs';
import { capacityTables, constantsOf } from './cluster/capacity-model.mjs';
import { tableOf as clusterTable } from './cluster/report.mjs';
import { tableOf as feedTable } from './feed/report.mjs';
import { updated } from './markdown.mjs';
import { tableOf as growthTable } from './growth/report.mjs';
import { tableOf as pageTable } from './page/report.mjs';
import { tablesOf as registryTables } from './registry/report.mjs';
import { chartOf } from './report/chart.mjs';
import { headlineOf, headlineText } from './report/headline.mjs';
import { benchesIn } from './report/rows.mjs';
import { tableOf as stallTable } from './stall/report.mjs';
import { tablesOf as stalenessTables } from './staleness/report.mjs';

const results = join(import.meta.dirname, 'results');
const reference = join(import.meta.dirname, '..', 'docs', 'reference');

const fileOf = (bench) => join(results, `${bench}.json`);
const resultsOf = (bench) => JSON.parse(readFileSync(fileOf(bench), 'utf8'));

/** Page of each benchmark, and the texts of its places there. */
const pages = {
  call: { page: 'load-balancer', texts: (found) => ({ call: callTable(found) }) },
  cluster: {
    page: 'cluster-speed',
    texts: (found) => ({
      cluster: clusterTable(found),
      capacity: capacityTables(constantsOf(found.figures, resultsOf('registry').figures)),
    }),
  },
  feed: { page: 'changes', texts: (found) => ({ feed: feedTable(found) }) },
  growth: { page: 'speed', texts: (found) => ({ growth: growthTable(found) }) },
  page: { page: 'console', texts: (found) => ({ page: pageTable(found) }) },
  registry: { page: 'speed', texts: (found) => ({ registry: registryTables(found) }) },
  stall: { page: 'speed', texts: (found) => ({ stall: stallTable(found) }) },
  staleness: { page: 'staleness', texts: (found) => ({ staleness: stalenessTables(found) }) },
};

/** Benchmarks that have results, since the place of one that was never run is empty. */
export const benches = [...Object.keys(pages).filter((bench) => existsSync(fileOf(bench))), 'report'];

/** The page of a benchmark, as it is and as its results say; `report` begins the page of speed. */
export function pageOf(bench) {
  const { page, texts } = pages[bench] ?? { page: 'speed' };
  const file = join(reference, `${page}.md`);
  const text = readFileSync(file, 'utf8');
  const found = texts?.(resultsOf(bench)) ?? { report: headlineText(benchesIn(results)) };
  return { file, text, updated: updated(text, bench, found) };
}

/** The chart on the page of speed, as it is and as the results say. */
export function chart() {
  const file = join(reference, 'speed.svg');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return { file, text, updated: chartOf(headlineOf(benchesIn(results))) };
}

/** Writes the page of a benchmark, and what the report takes from its results. */
export function writePages(bench) {
  for (const each of new Set([bench, 'report'].filter((name) => benches.includes(name)))) {
    const { file, updated: text } = pageOf(each);
    writeFileSync(file, text);
  }
  const { file, updated: text } = chart();
  writeFileSync(file, text);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  benches.forEach(writePages);
