// What two registries cost that watch over each other: ours and the Spring server's of today, each two nodes on one core each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { kinds as all, Pairs } from './cluster/pair.mjs';
import { quick, whole } from './cluster/plans.mjs';
import { constantsOf, paperOf } from './cluster/capacity-model.mjs';
import { tableOf } from './cluster/report.mjs';
import { names, run } from './cluster/stages.mjs';
import { facts, keepToOneCore, lacking } from './registry/machine.mjs';
import { keep, running, saying, withJava } from './run.mjs';

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
    ? `other words than ${unknown.join(', ')} (see --help)`
    : lacking(needsJava ? ['java'] : []);
if (missing) {
  console.error(`bench/cluster needs ${missing}`);
  process.exit(1);
}

const plan = values.quick ? quick : whole;
const machine = { ...facts(), rounds: plan.rounds };
if (!values['as-bundled']) bundled();
if (needsJava) withJava();
keepToOneCore();

const say = saying();
const figures = await running(
  'cluster',
  (folder) => new Pairs(folder, ports),
  (pairs) => run({ pairs, kinds, wants: (name) => only.includes(name), plan, say }),
);
const table = tableOf({ figures, machine });
const registry = JSON.parse(
  readFileSync(join(import.meta.dirname, 'results', 'registry.json'), 'utf8'),
).figures;
const paper = figures.cost?.ours && paperOf(constantsOf(figures, registry));
if (values.quick) console.log('\nA quick run: nothing was warm, so these are no figures.');
console.log(`\n${table}\n\n${paper ?? ''}\n`);
say('done');
// A part of a run, or a hasty one, is to be looked at and not kept.
if (!values.quick && !values.only && kinds.length === Object.keys(all).length)
  keep('cluster', { machine, figures }, 'cluster-speed', { cluster: table, paper });
