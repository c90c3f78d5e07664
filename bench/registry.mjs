// Cost of a registry: ours, the current Spring Cloud server and a bare Fastify with a Map, each on
// one core, with the load generator on the other.
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { keepToOneCore, machineFacts, missingRequirement } from './registry/machine.mjs';
import { quick, whole } from './registry/plans.mjs';
import { tablesOf } from './registry/report.mjs';
import { kinds as all, Servers } from './registry/servers.mjs';
import { names, run } from './registry/stages.mjs';
import { buildJava, progressLog, save, withCleanUp } from './run.mjs';

const ports = [7380, 7381, 7382, 7383];
const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    only: { type: 'string' },
    servers: { type: 'string', default: Object.keys(all).join(',') },
    quick: { type: 'boolean', default: false },
    'without-large': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    `node bench/registry.mjs [--rounds N] [--only ${names.join(',')}] [--servers ours,java,bare] [--without-large] [--quick]`,
  );
  process.exit();
}
const kinds = values.servers.split(',');
const only = values.only?.split(',') ?? names;
const unknown = [...kinds.filter((kind) => !all[kind]), ...only.filter((name) => !names.includes(name))];
const missing =
  unknown.length > 0 ? `known names, not ${unknown.join(', ')} (see --help)` : missingRequirement(kinds);
if (missing) {
  console.error(`bench/registry needs ${missing}`);
  process.exit(1);
}

const plan = values.quick ? { ...quick } : { ...whole };
if (values['without-large']) plan.skipsMost = true;
if (values.rounds) plan.rounds = Number(values.rounds);
const machine = { ...machineFacts(), rounds: plan.rounds };
if (kinds.includes('ours')) bundled();
if (kinds.includes('java')) buildJava();
keepToOneCore();

const log = progressLog();
const figures = await withCleanUp(
  'registry',
  (folder) => new Servers(folder, ports),
  (servers) => run({ servers, kinds, wants: (name) => only.includes(name), plan, log }),
);

const tables = tablesOf({ figures, machine });
if (values.quick) console.log('\nA quick run: the servers were not warm, so these figures are meaningless.');
console.log(`\n${tables}\n`);
log('done');
const isWhole = !values.quick && !values.only && kinds.length === Object.keys(all).length;
save('registry', { machine, figures }, { isWhole });
