// How long a consumer goes on with what is no longer so: ours, ours in polling, and Spring's, at defaults and tuned.
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { taken } from './ports.mjs';
import { facts } from './registry/machine.mjs';
import { keep, saying, withJava } from './run.mjs';
import { tablesOf } from './staleness/report.mjs';
import { measure } from './staleness/run.mjs';
import { systems } from './staleness/systems.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(systems).join() },
    samples: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});
const only = values.only.split(',');
if (values.help || only.some((name) => !systems[name])) {
  console.log(`node bench/staleness.mjs [--only ${Object.keys(systems).join()}] [--samples 20]`);
  process.exit(values.help ? 0 : 1);
}
const portsOf = (index) => [7720 + 2 * index, 7721 + 2 * index];
const [stranger] = await taken(only.flatMap((_, index) => portsOf(index)));
if (stranger) {
  console.error(`port ${stranger} is in use: the figures would be a stranger's`);
  process.exit(1);
}

const machine = facts();
bundled();
if (only.some((name) => /spring|tuned/.test(name))) withJava();
const samples = Number(values.samples);
const clocked = saying();
const results = {};
for (const [index, name] of only.entries()) {
  const say = (text) => clocked(`${systems[name].title}: ${text}`);
  results[name] = await measure(systems[name], { ports: portsOf(index), samples, spreadMs: 30_000, say });
  say('done');
}
const tables = tablesOf({ results, samples, machine });
console.log(`\n${tables}\n`);
// A part of a run is to be looked at and not kept.
if (only.length === Object.keys(systems).length && samples >= 20)
  keep('staleness', { machine, samples, results }, 'staleness', { staleness: tables });
process.exit();
