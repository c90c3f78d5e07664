// What two registries cost that watch over each other: ours and the Spring server's of today, each two nodes on one core each.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { javaBuilt } from '../e2e/peers/harness/java-build.mjs';
import { kinds as all, Pairs } from './cluster/pair.mjs';
import { quick, whole } from './cluster/plans.mjs';
import { writeInto } from './markdown.mjs';
import { constantsOf, paperOf } from './cluster/paper.mjs';
import { tableOf } from './cluster/report.mjs';
import { names, run } from './cluster/stages.mjs';
import { facts, keepToOneCore, lacking } from './registry/machine.mjs';
import { javaCache } from './registry/servers.mjs';

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
if (needsJava) {
  mkdirSync(javaCache(), { recursive: true });
  javaBuilt('spring-cloud', javaCache());
}
keepToOneCore();

const start = performance.now();
const say = (text) =>
  console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${text}`);
const folder = mkdtempSync(join(tmpdir(), 'eureka-nest-cluster-'));
const pairs = new Pairs(folder, ports);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void pairs.stopAll().then(() => process.exit(1)));
let figures;
try {
  figures = await run({ pairs, kinds, wants: (name) => only.includes(name), plan, say });
} finally {
  await pairs.stopAll();
  rmSync(folder, { recursive: true, force: true });
}
const results = join(import.meta.dirname, 'results');
const table = tableOf({ figures, machine });
const registry = JSON.parse(readFileSync(join(results, 'registry.json'), 'utf8')).figures;
const paper = figures.cost?.ours && paperOf(constantsOf(figures, registry));
if (values.quick) console.log('\nA quick run: nothing was warm, so these are no figures.');
console.log(`\n${table}\n\n${paper ?? ''}\n`);
say('done');
// A part of a run, or a hasty one, is to be looked at and not kept.
if (!values.quick && !values.only && kinds.length === Object.keys(all).length) {
  writeFileSync(join(results, 'cluster.json'), `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  writeInto(join(import.meta.dirname, '..', 'docs', 'reference', 'cluster-speed.md'), 'cluster', {
    cluster: table,
    paper,
  });
}
