// What a balanced call costs beyond the same call made directly: CPU time of the caller, both in turn in one run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bareCases } from './call/bare.mjs';
import { measure } from './call/measure.mjs';
import { startProviders } from './call/providers.mjs';
import { tableOf } from './call/report.mjs';
import { instantCases, wireCases } from './call/wires.mjs';
import { writeInto } from './markdown.mjs';
import { facts, keepToOneCore, lacking } from './registry/machine.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
  },
});
const missing = lacking([]);
if (missing) {
  console.error(`bench/call needs ${missing}`);
  process.exit(1);
}

const rounds = Number(values.rounds ?? (values.quick ? 3 : 101));
const { java: _, ...machine } = facts();
keepToOneCore();
const { ports, stop } = await startProviders();
const rows = [];
try {
  const cases = [...bareCases(), ...instantCases(), ...wireCases(ports)].filter(({ name }) =>
    name.startsWith(values.only),
  );
  for (const each of cases) {
    rows.push(
      await measure({ ...each, rounds, calls: values.quick ? Math.ceil(each.calls / 10) : each.calls }),
    );
    await each.close?.();
    const { name, direct, balanced, difference } = rows.at(-1);
    console.log(
      `${name}: ${direct.median.toFixed(2)} and ${balanced.median.toFixed(2)} µs, ${difference.median.toFixed(2)} µs more`,
    );
  }
} finally {
  stop();
}

const table = tableOf({ rows, machine: { ...machine, rounds } });
console.log(`\n${table}\n`);
if (values.quick) console.log('A quick run: nothing was warm, so these are no figures.');
else if (!values.rounds && !values.only) {
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
  writeFileSync(
    join(import.meta.dirname, 'results', 'call.json'),
    `${JSON.stringify({ machine: { ...machine, rounds }, rows }, null, 2)}\n`,
  );
  writeInto(join(import.meta.dirname, '..', 'docs', 'reference', 'load-balancer.md'), 'call', {
    call: table,
  });
}
