// What it costs to tell everybody: ten thousand readers of the change feed, and some that do not read.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { tableOf } from './feed/report.mjs';
import { deaf, everybody, killed } from './feed/stages.mjs';
import { writeInto } from './markdown.mjs';
import { facts, keepToOneCore, lacking } from './registry/machine.mjs';
import { Servers } from './registry/servers.mjs';

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

const machine = facts();
bundled();
keepToOneCore();
const start = performance.now();
const say = (text) =>
  console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${text}`);
const folder = mkdtempSync(join(tmpdir(), 'eureka-nest-feed-'));
const servers = new Servers(folder, [7640]);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void servers.stopAll().then(() => process.exit(1)));
}

let crowd;
let silent;
let gone;
try {
  const first = await servers.start('ours');
  crowd = await everybody({ server: first, readers, processes, changes, say });
  await servers.stop(first);
  const second = await servers.start('ours');
  silent = await deaf({ server: second, readers: 500, changes: 300, bytes: 30_000, say });
  await servers.stop(second);
  const third = await servers.start('ours');
  gone = await killed({ server: third, times: 20, say });
} finally {
  await servers.stopAll();
  rmSync(folder, { recursive: true, force: true });
}

const table = tableOf({ machine, crowd, silent, gone });
console.log(`\n${table}\n`);
say('done');
if (values.keep) {
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
  const file = join(import.meta.dirname, 'results', 'feed.json');
  writeFileSync(file, `${JSON.stringify({ machine, crowd, silent, gone }, null, 2)}\n`);
  writeInto(join(import.meta.dirname, '..', 'docs', 'reference', 'changes.md'), 'feed', { feed: table });
}
