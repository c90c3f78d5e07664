// What it costs to tell everybody: ten thousand readers of the change feed, and some that do not read.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { tableOf } from './feed/report.mjs';
import { deaf, everybody, killed } from './feed/stages.mjs';
import { facts, keepToOneCore, lacking } from './registry/machine.mjs';
import { Servers } from './registry/servers.mjs';
import { keep, running, saying } from './run.mjs';

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
/** Files that are open beside the readers' sockets. */
const others = 500;

/** Node itself raises what is open at most as far as it may. */
const openAtMost = () =>
  Number(/^Max open files +\S+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity);

const missing =
  lacking(['ours']) ??
  (openAtMost() < readers + others
    ? `${readers + others} open files (ulimit -Hn ${readers + others})`
    : undefined);
if (missing) {
  console.error(`bench/feed needs ${missing}`);
  process.exit(1);
}

const { java: _, ...machine } = facts();
bundled();
keepToOneCore();
const say = saying();
const found = await running(
  'feed',
  (folder) => new Servers(folder, [7640]),
  async (servers) => {
    const first = await servers.start('ours');
    const crowd = await everybody({ server: first, readers, processes, changes, say });
    await servers.stop(first);
    const second = await servers.start('ours');
    const silent = await deaf({ server: second, readers: 500, changes: 300, bytes: 30_000, say });
    await servers.stop(second);
    const third = await servers.start('ours');
    const gone = await killed({ server: third, times: 20, say });
    return { crowd, silent, gone };
  },
);

const table = tableOf({ machine, ...found });
console.log(`\n${table}\n`);
say('done');
if (values.keep) keep('feed', { machine, ...found }, 'changes', { feed: table });
