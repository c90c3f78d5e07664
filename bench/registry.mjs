// What a registry costs: ours, the Spring server of today and a bare Fastify with a Map, on one core each, the load on another.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { javaBuilt } from '../e2e/peers/harness/java-build.mjs';
import { writeInto } from './markdown.mjs';
import { facts, keepToOneCore, lacking } from './registry/machine.mjs';
import { quick, whole } from './registry/plans.mjs';
import { tablesOf } from './registry/report.mjs';
import { javaCache, kinds as all, Servers } from './registry/servers.mjs';
import { names, run } from './registry/stages.mjs';

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
if (kinds.includes('java')) {
  mkdirSync(javaCache(), { recursive: true });
  javaBuilt('spring-cloud', javaCache());
}
keepToOneCore();

const start = performance.now();
const say = (text) =>
  console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${text}`);
const folder = mkdtempSync(join(tmpdir(), 'eureka-nest-registry-'));
const servers = new Servers(folder, ports);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void servers.stopAll().then(() => process.exit(1)));
let figures;
try {
  figures = await run({ servers, kinds, wants: (name) => only.includes(name), plan, say });
} finally {
  await servers.stopAll();
  rmSync(folder, { recursive: true, force: true });
}

const tables = tablesOf({ figures, machine });
if (values.quick) console.log('\nA quick run: nothing was warm, so these are no figures.');
console.log(`\n${tables}\n`);
say('done');
// A part of a run, or a hasty one, is to be looked at and not kept.
if (!values.quick && !values.only && kinds.length === Object.keys(all).length) {
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
  writeFileSync(
    join(import.meta.dirname, 'results', 'registry.json'),
    `${JSON.stringify({ machine, figures }, null, 2)}\n`,
  );
  writeInto(join(import.meta.dirname, '..', 'docs', 'reference', 'speed.md'), 'registry', {
    registry: tables,
  });
}
