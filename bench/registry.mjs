// What a registry costs: ours, the Spring server of today and a bare Fastify with a Map, on one core each, the load on another.
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { facts, keepToOneCore, lacking } from './registry/machine.mjs';
import { quick, whole } from './registry/plans.mjs';
import { tablesOf } from './registry/report.mjs';
import { kinds as all, Servers } from './registry/servers.mjs';
import { names, run } from './registry/stages.mjs';
import { keep, running, saying, withJava } from './run.mjs';

const ports = [7380, 7381, 7382, 7383];
const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    only: { type: 'string' },
    servers: { type: 'string', default: Object.keys(all).join(',') },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    `node bench/registry.mjs [--rounds N] [--only ${names.join(',')}] [--servers ours,java,bare] [--quick]`,
  );
  process.exit();
}
const kinds = values.servers.split(',');
const only = values.only?.split(',') ?? names;
const unknown = [...kinds.filter((kind) => !all[kind]), ...only.filter((name) => !names.includes(name))];
const missing = unknown.length > 0 ? `other words than ${unknown.join(', ')} (see --help)` : lacking(kinds);
if (missing) {
  console.error(`bench/registry needs ${missing}`);
  process.exit(1);
}

const plan = values.quick ? { ...quick } : { ...whole };
if (values.rounds) plan.rounds = Number(values.rounds);
const machine = { ...facts(), rounds: plan.rounds };
if (kinds.includes('ours')) bundled();
if (kinds.includes('java')) withJava();
keepToOneCore();

const say = saying();
const figures = await running(
  'registry',
  (folder) => new Servers(folder, ports),
  (servers) => run({ servers, kinds, wants: (name) => only.includes(name), plan, say }),
);

const tables = tablesOf({ figures, machine });
if (values.quick) console.log('\nA quick run: nothing was warm, so these are no figures.');
console.log(`\n${tables}\n`);
say('done');
// A part of a run, or a hasty one, is to be looked at and not kept.
if (!values.quick && !values.only && kinds.length === Object.keys(all).length)
  keep('registry', { machine, figures }, 'speed', { registry: tables });
