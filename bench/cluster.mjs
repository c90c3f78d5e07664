// Cost of two registries that replicate to each other: ours and those of the current Spring Cloud
// server, each node on one core.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { kinds as all, Pairs } from './cluster/pair.mjs';
import { quick, whole } from './cluster/plans.mjs';
import { capacityTables, constantsOf } from './cluster/capacity-model.mjs';
import { tableOf } from './cluster/report.mjs';
import { names, run } from './cluster/stages.mjs';
import { keepToOneCore, machineFacts, missingRequirement } from './registry/machine.mjs';
import { buildJava, progressLog, save, withCleanUp } from './run.mjs';

const ports = Array.from({ length: 12 }, (_, index) => 7700 + index);
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    servers: { type: 'string', default: Object.keys(all).join(',') },
    quick: { type: 'boolean', default: false },
    'as-bundled': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    `node bench/cluster.mjs [--only ${names.join(',')}] [--servers ${Object.keys(all).join(',')}] [--quick] [--as-bundled]`,
  );
  process.exit();
}
const kinds = values.servers.split(',');
const only = values.only?.split(',') ?? names;
const unknown = [...kinds.filter((kind) => !all[kind]), ...only.filter((name) => !names.includes(name))];
const needsJava = kinds.some((kind) => kind !== 'ours');
const missing =
  unknown.length > 0
    ? `known names, not ${unknown.join(', ')} (see --help)`
    : missingRequirement(needsJava ? ['java'] : []);
if (missing) {
  console.error(`bench/cluster needs ${missing}`);
  process.exit(1);
}

const plan = values.quick ? quick : whole;
const machine = { ...machineFacts(), rounds: plan.rounds };
if (!values['as-bundled']) bundled();
if (needsJava) buildJava();
keepToOneCore();

const log = progressLog();
const figures = await withCleanUp(
  'cluster',
  (folder) => new Pairs(folder, ports),
  (pairs) => run({ pairs, kinds, wants: (name) => only.includes(name), plan, log }),
);
const table = tableOf({ figures, machine });
const registry = JSON.parse(
  readFileSync(join(import.meta.dirname, 'results', 'registry.json'), 'utf8'),
).figures;
const capacity = figures.cost?.ours && capacityTables(constantsOf(figures, registry));
if (values.quick) console.log('\nA quick run: the servers were not warm, so these figures are meaningless.');
console.log(`\n${table}\n\n${capacity ?? ''}\n`);
log('done');
const isWhole = !values.quick && !values.only && kinds.length === Object.keys(all).length;
save('cluster', { machine, figures }, { isWhole });
