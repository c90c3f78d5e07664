// Cost of the change feed: ten thousand readers, readers that do not read, killed instances, and a
// client that follows ten thousand instances.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import bundled from '../e2e/harness/bundled.mjs';
import { measureFollowing } from './feed/following.mjs';
import { tableOf } from './feed/report.mjs';
import { measureFanOut, measureKills, measureStalledReaders } from './feed/stages.mjs';
import { keepToOneCore, machineFacts, missingRequirement } from './registry/machine.mjs';
import { Servers } from './registry/servers.mjs';
import { progressLog, save, withCleanUp } from './run.mjs';

const stages = ['fan-out', 'stalled', 'killed', 'following'];
const { values } = parseArgs({
  options: {
    readers: { type: 'string' },
    changes: { type: 'string' },
    only: { type: 'string', default: stages.join() },
    quick: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`node bench/feed.mjs [--readers N] [--changes N] [--only ${stages}] [--quick] [--keep]`);
  process.exit();
}
const { quick } = values;
const only = values.only.split(',');
const readers = Number(values.readers ?? (quick ? 1_000 : 10_000));
const changes = Number(values.changes ?? (quick ? 10 : 30));
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
/** Runs one stage with a server of its own. */
const withServer = (servers) => async (name, measure) => {
  if (!only.includes(name)) return undefined;
  const server = await servers.start('ours');
  const found = await measure(server);
  await servers.stop(server);
  return found;
};

const found = await withCleanUp(
  'feed',
  (folder) => new Servers(folder, [7640]),
  async (servers) => {
    const run = withServer(servers);
    const fanOut = await run('fan-out', (server) =>
      measureFanOut({ server, readers, processes, changes, log }),
    );
    const stalled = await run('stalled', (server) =>
      measureStalledReaders({ server, readers: quick ? 50 : 500, changes: 300, bytes: 30_000, log }),
    );
    const killed = await run('killed', (server) => measureKills({ server, times: quick ? 5 : 20, log }));
    const following = [];
    for (const services of [1_000, 1])
      following.push(
        await run('following', (server) =>
          measureFollowing({
            server,
            instances: 10_000,
            services,
            rounds: quick ? 2 : 5,
            roundMs: quick ? 2_500 : 8_000,
            log,
          }),
        ),
      );
    const facts = { machine, following: following.filter(Boolean) };
    return { fanOut, stalled, killed, ...(facts.following.length > 0 && { clients: facts }) };
  },
);

const results = { machine, ...found };
console.log(`\n${tableOf(results)}\n`);
log('done');
const before = JSON.parse(readFileSync(join(import.meta.dirname, 'results', 'feed.json'), 'utf8'));
const isWhole = only.length === stages.length;
// The client's part alone may be measured again; it has the facts of its own run.
const kept =
  isWhole || process.env.BENCH_RESULTS ? results : { ...before, clients: found.clients ?? before.clients };
save('feed', kept, { isWhole: values.keep && !quick && (isWhole || values.only === 'following') });
