// Cost of the change feed: ten thousand readers, readers that do not read, and killed instances.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { tableOf } from './feed/report.mjs';
import { measureFanOut, measureKills, measureStalledReaders } from './feed/stages.mjs';
import { keepToOneCore, machineFacts, missingRequirement } from './registry/machine.mjs';
import { Servers } from './registry/servers.mjs';
import { progressLog, save, withCleanUp } from './run.mjs';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '10000' },
    changes: { type: 'string', default: '30' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log('node bench/feed.mjs [--readers N] [--changes N] [--keep]');
  process.exit();
}
const readers = Number(values.readers);
const changes = Number(values.changes);
const processes = 2;
/** Open files beside the readers' sockets. */
const otherFiles = 500;

/** Limit of open files; Node raises its own up to the hard limit. */
const openAtMost = () =>
  Number(/^Max open files +\S+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity);

const missing =
  missingRequirement(['ours']) ??
  (openAtMost() < readers + otherFiles
    ? `${readers + otherFiles} open files (ulimit -Hn ${readers + otherFiles})`
    : undefined);
if (missing) {
  console.error(`bench/feed needs ${missing}`);
  process.exit(1);
}

const { java: _, ...machine } = machineFacts();
bundled();
keepToOneCore();
const log = progressLog();
const found = await withCleanUp(
  'feed',
  (folder) => new Servers(folder, [7640]),
  async (servers) => {
    const first = await servers.start('ours');
    const fanOut = await measureFanOut({ server: first, readers, processes, changes, log });
    await servers.stop(first);
    const second = await servers.start('ours');
    const stalled = await measureStalledReaders({
      server: second,
      readers: 500,
      changes: 300,
      bytes: 30_000,
      log,
    });
    await servers.stop(second);
    const third = await servers.start('ours');
    const killed = await measureKills({ server: third, times: 20, log });
    return { fanOut, stalled, killed };
  },
);

const table = tableOf({ machine, ...found });
console.log(`\n${table}\n`);
log('done');
if (values.keep) save('feed', { machine, ...found });
