// Cost of a balanced call beyond the same direct call: CPU time of the caller, both alternating in
// one run.
import { parseArgs } from 'node:util';
import { casesFor } from './call/cases.mjs';
import { measureInProcess } from './call/one-case.mjs';
import { startProviders } from './call/providers.mjs';
import { tableOf } from './call/report.mjs';
import { machineFacts, missingRequirement } from './registry/machine.mjs';
import { save } from './run.mjs';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
  },
});
const missing = missingRequirement([]);
if (missing) {
  console.error(`bench/call needs ${missing}`);
  process.exit(1);
}

const { java: _, ...machine } = machineFacts();
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
save('call', { machine, rows }, { isWhole: !values.quick && !values.pairs && !values.only });
