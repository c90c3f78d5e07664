// Cost of growth: the same operations on registries of 1,000 to 300,000 instances, each a lone
// server; then a million instances that send heartbeats.
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { plans, ports } from './growth/plans.mjs';
import { tableOf } from './growth/report.mjs';
import { measureMillion, measureOperations, measureSweeps } from './growth/stages.mjs';
import { keepToOneCore, machineFacts, missingRequirement } from './registry/machine.mjs';
import { Servers } from './registry/servers.mjs';
import { progressLog, save, withCleanUp } from './run.mjs';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  console.log('node bench/growth.mjs [--quick]');
  process.exit();
}
const missing = missingRequirement(['ours']);
if (missing) {
  console.error(`bench/growth needs ${missing}`);
  process.exit(1);
}

const plan = values.quick ? plans.quick : plans.whole;
const { java: _, ...machine } = machineFacts();
bundled();
keepToOneCore();
const log = progressLog();
const found = await withCleanUp(
  'growth',
  (folder) => new Servers(folder, ports),
  async (servers) => {
    const sweeps = await measureSweeps({ plan, log });
    const operations = await measureOperations({ servers, plan, log });
    const million = plan.million
      ? await measureMillion({ servers, count: plan.million, plan, log })
      : undefined;
    return { sizes: plan.sizes, sweeps, operations, million };
  },
);
const results = { machine: { ...machine, rounds: plan.rounds }, ...found };
console.log(`\n${tableOf(results)}\n`);
log('done');
save('growth', results, { isWhole: !values.quick });
