// node bench/pages.mjs: writes the tables of the reference pages again from bench/results/.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableOf as callTable } from './call/report.mjs';
import { capacityTables, constantsOf } from './cluster/capacity-model.mjs';
import { tableOf as clusterTable } from './cluster/report.mjs';
import { tableOf as feedTable } from './feed/report.mjs';
import { updated } from './markdown.mjs';
import { tableOf as growthTable } from './growth/report.mjs';
import { tablesOf as registryTables } from './registry/report.mjs';
import { tablesOf as stalenessTables } from './staleness/report.mjs';

const resultsFile = (bench) => join(import.meta.dirname, 'results', `${bench}.json`);
const resultsOf = (bench) => JSON.parse(readFileSync(resultsFile(bench), 'utf8'));

/** Page of each benchmark, and the texts of its places there. */
const pages = {
  call: { page: 'load-balancer', texts: (results) => ({ call: callTable(results) }) },
  cluster: {
    page: 'cluster-speed',
    texts: (results) => ({
      cluster: clusterTable(results),
      capacity: capacityTables(constantsOf(results.figures, resultsOf('registry').figures)),
    }),
  },
  feed: { page: 'changes', texts: (results) => ({ feed: feedTable(results) }) },
  growth: { page: 'speed', texts: (results) => ({ growth: growthTable(results) }) },
  registry: { page: 'speed', texts: (results) => ({ registry: registryTables(results) }) },
  staleness: { page: 'staleness', texts: (results) => ({ staleness: stalenessTables(results) }) },
};

/** Benchmarks that have been run; the place of any other one is empty. */
export const benches = Object.keys(pages).filter((bench) => existsSync(resultsFile(bench)));

/** The page of a benchmark, as it is and as its results log. */
export function pageOf(bench) {
  const { page, texts } = pages[bench];
  const file = join(import.meta.dirname, '..', 'docs', 'reference', `${page}.md`);
  const text = readFileSync(file, 'utf8');
  return { file, text, updated: updated(text, bench, texts(resultsOf(bench))) };
}

export function writePage(bench) {
  const { file, updated: text } = pageOf(bench);
  writeFileSync(file, text);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  benches.forEach(writePage);
