// Stalls: how long a heartbeat waits beside reads, registrations, evictions and copies.
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { keepToOneCore, machineFacts, missingRequirement } from './registry/machine.mjs';
import { Servers } from './registry/servers.mjs';
import { progressLog, save, withCleanUp } from './run.mjs';
import { figuresOf, tableOf } from './stall/report.mjs';
import { measureStalls } from './stall/stages.mjs';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'as-bundled': { type: 'boolean', default: false },
    sizes: { type: 'string' },
    rounds: { type: 'string' },
    readers: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'node bench/stall.mjs [--quick] [--sizes 10000,100000] [--rounds 2] [--readers 10000] [--as-bundled]',
  );
  process.exit();
}
const sizes = (values.sizes ?? (values.quick ? '10000' : '10000,100000')).split(',').map(Number);
const rounds = Number(values.rounds ?? (values.quick ? 1 : 2));
const readers = Number(values.readers ?? (values.quick ? 1000 : 10_000));
const isFull = !values.quick && !values.sizes && !values.rounds && !values.readers;

const missing = missingRequirement(['ours']);
if (missing) {
  console.error(`bench/stall needs ${missing}`);
  process.exit(1);
}
const { java: _, ...machine } = machineFacts();
if (!values['as-bundled']) bundled();
keepToOneCore();
const log = progressLog();

const rows = await withCleanUp(
  'stall',
  (folder) => new Servers(folder, [7650, 7651]),
  async (servers) => {
    const found = new Map();
    for (let round = 1; round <= rounds; round++) {
      for (const size of sizes) {
        const add = (what, waits, tookMs) => {
          const row = found.get(`${size} ${what}`) ?? { what, size, waits: [], tookMs: 0 };
          row.waits.push(...waits);
          row.tookMs = Math.max(row.tookMs, tookMs);
          found.set(`${size} ${what}`, row);
          const { worstMs } = figuresOf(waits);
          log(
            `${size}, ${what}: worst ${worstMs.toFixed(1)} ms of ${waits.length}, took ${tookMs.toFixed(0)} ms`,
          );
        };
        const { memoryMib } = await measureStalls({ servers, size, readers, add, log });
        log(`${size}: ${memoryMib.toFixed(0)} MiB after all reads`);
      }
    }
    return [...found.values()].map(({ waits, ...row }) => ({ ...row, ...figuresOf(waits) }));
  },
);

const results = { machine, sizes, rounds, readers, rows };
console.log(`\n${tableOf(results)}\n`);
save('stall', results, { isWhole: isFull });
log('done');
