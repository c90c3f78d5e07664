// Measures the cost of a balanced call over a direct one: CPU time of the caller, alternating.
import { parseArgs } from 'node:util';
import { casesFor } from './call/cases.mjs';
import { measureInProcess } from './call/one-case.mjs';
import { startProviders } from './call/providers.mjs';
import { tableOf } from './call/report.mjs';
import { facts, lacking } from './registry/machine.mjs';
import { keep } from './run.mjs';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
  },
});
const missing = lacking([]);
if (missing) {
  console.error(`bench/call needs ${missing}`);
  process.exit(1);
}

const { java: _, ...machine } = facts();
const { ports, stop } = await startProviders();
const rows = [];
try {
  const names = casesFor(ports).map(({ name }) => name);
  for (const name of names.filter((each) => each.startsWith(values.only))) {
    const pairs = values.quick ? 3 : Number(values.pairs) || undefined;
    rows.push(await measureInProcess({ name, ports, pairs }));
    const { direct, balanced, difference } = rows.at(-1);
    console.log(
      `${name}: direct ${direct.mean.toFixed(2)} µs, balanced ${balanced.mean.toFixed(2)} µs, difference ${difference.mean.toFixed(2)} µs`,
    );
  }
} finally {
  stop();
}

const table = tableOf({ rows, machine });
console.log(`\n${table}\n`);
if (values.quick) console.log('A quick run of three pairs; its figures mean nothing.');
else if (!values.pairs && !values.only) keep('call', { machine, rows }, 'load-balancer', { call: table });
