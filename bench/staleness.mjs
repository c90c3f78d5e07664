// Time until callers react to a change: ours, ours with polling, and Spring's with defaults and
// tuned.
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { portsInUse } from './ports.mjs';
import { machineFacts } from './registry/machine.mjs';
import { buildJava, progressLog, save } from './run.mjs';
import { tablesOf } from './staleness/report.mjs';
import { measure } from './staleness/run.mjs';
import { systems } from './staleness/systems.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    samples: { type: 'string' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
// Our servers and clients have no cycles, so a quick run need not spread its events over one.
const { quick } = values;
const only = (values.only ?? (quick ? 'ours' : Object.keys(systems).join())).split(',');
if (values.help || only.some((name) => !systems[name])) {
  console.log(`node bench/staleness.mjs [--only ${Object.keys(systems).join()}] [--samples 20] [--quick]`);
  process.exit(values.help ? 0 : 1);
}
const portsOf = (index) => [7720 + 2 * index, 7721 + 2 * index];
const [inUse] = await portsInUse(only.flatMap((_, index) => portsOf(index)));
if (inUse) {
  console.error(`port ${inUse} is in use: another program would be measured`);
  process.exit(1);
}

const machine = machineFacts();
bundled();
if (only.some((name) => /spring|tuned/.test(name))) buildJava();
const samples = Number(values.samples ?? (quick ? 4 : 20));
const times = quick ? { spreadMs: 1_000, restMs: 5_000 } : { spreadMs: 30_000 };
const print = progressLog();
const results = {};
for (const [index, name] of only.entries()) {
  const log = (text) => print(`${systems[name].title}: ${text}`);
  results[name] = await measure(systems[name], { ports: portsOf(index), samples, ...times, log });
  log('done');
}
const tables = tablesOf({ results, samples, machine });
console.log(`\n${tables}\n`);
const isWhole = !quick && only.length === Object.keys(systems).length && samples >= 20;
save('staleness', { machine, samples, results }, { isWhole });
process.exit();
