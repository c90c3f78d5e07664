// Machine instructions per operation, of ours and the bare server: unlike time, they do not depend
// on what else the machine does. Prints only. Needs valgrind, and takes about four minutes.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bundled from '../e2e/harness/bundled.mjs';
import { digits, table } from './markdown.mjs';
import { saturate } from './registry/load.mjs';
import { cancelFrom, heartbeats, populate, registerNew, reRegister } from './registry/operations.mjs';
import { kinds, Servers } from './registry/servers.mjs';
import { refuseWrongResponses } from './registry/validity.mjs';
import { progressLog, withCleanUp } from './run.mjs';

if (spawnSync('valgrind', ['--version']).error) {
  console.error('bench/instructions needs valgrind (Debian: apt-get install valgrind)');
  process.exit(1);
}
const instances = 10_000;
const warmUp = 20_000;
const counted = 4_000;
const newOnes = 5_000;
const dumps = join(tmpdir(), `eureka-nest-instructions-${process.pid}`);

/** Servers under callgrind, which counts during a measurement only. */
for (const kind of ['ours', 'bare']) {
  const plain = kinds[kind];
  kinds[`counted-${kind}`] = (port) => {
    const { command, env } = plain(port);
    // Valgrind names its pipes after HOST, and `callgrind_control` looks for that name.
    const callgrind = ['--tool=callgrind', '--smc-check=all-non-file', '--instr-atstart=no'];
    return { command: ['valgrind', ...callgrind, `--callgrind-out-file=${dumps}`, ...command], env };
  };
}

const log = progressLog();
bundled();
const found = await withCleanUp(
  'instructions',
  (folder) => new Servers(folder, [7388]),
  async (servers) => {
    const counts = {};
    for (const kind of ['ours', 'bare']) counts[kind] = await countOn(servers, kind);
    return counts;
  },
);
const rows = Object.keys(found.ours).map((name) => {
  const [ours, bare] = [found.ours[name], found.bare[name]];
  return [name, digits(ours), digits(bare), (ours / bare).toFixed(2)];
});
console.log(`\n${table(['thousands of instructions', 'Eureka Nest', 'bare', 'ratio'], rows)}\n`);

async function countOn(servers, kind) {
  const server = await servers.start(`counted-${kind}`, { pinned: false });
  const control = controlOf(server.pid, kinds[kind](server.port).env.HOST);
  await populate(server, 0, instances);
  const counts = {};
  const count = async (name, operation) => {
    control('--instr=on');
    control('--zero');
    const answered = await run(server, operation, counted);
    control('--dump');
    counts[name] = takeDump() / answered / 1000;
    control('--instr=off');
    log(`${name}, ${kind}: ${digits(counts[name])} thousand instructions`);
  };
  for (const [name, operation] of [
    ['heartbeat', heartbeats(server, instances)],
    ['re-register', reRegister(server, instances)],
  ]) {
    await run(server, operation, warmUp);
    await count(name, operation);
  }
  const newcomers = registerNew(server, instances, newOnes);
  for (let round = 0; round < 2; round++) {
    await run(server, newcomers, newOnes);
    await cancelFrom(server, instances, instances + newOnes);
  }
  await count('register new', newcomers);
  await servers.stop(server);
  rmSync(dumps, { force: true });
  return counts;
}

async function run(server, { name, next, expected }, most) {
  const { port } = server;
  const tally = await saturate({ port, next, expected, connections: 32, durationMs: 300_000, most });
  refuseWrongResponses(`${server.kind}: ${name}`, tally);
  return tally.answered;
}

function controlOf(pid, host) {
  const { HOST: _, ...env } = process.env;
  const options = { encoding: 'utf8', env: host ? { ...env, HOST: host } : env };
  return (...args) => execFileSync('callgrind_control', [...args, String(pid)], options);
}

/** Sum over all threads: those of the compiler and the garbage collector count too. */
function takeDump() {
  const files = readdirSync(tmpdir()).map((name) => join(tmpdir(), name));
  const [dump] = files.filter((file) => file.startsWith(`${dumps}.`));
  const totals = /^totals: (\d+)$/m.exec(readFileSync(dump, 'utf8'))?.[1];
  rmSync(dump);
  return Number(totals);
}
