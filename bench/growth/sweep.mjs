// node sweep.mjs COUNT
// Measures evictions in a process of its own, on a registry without HTTP whose clock is moved: the
// search that finds nothing, and the one that evicts 15 %. Sends the figures to its parent.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EurekaServer } from '@eureka-nest/server';
import { decodeInstanceDocument } from '@eureka-nest/protocol';
import { instanceOf } from '../registry/requests.mjs';
import { median } from '../registry/statistics.mjs';

const count = Number(process.argv[2]);
const searches = 7;
const leastEvicted = 10_000;
const leaseLongerThanMs = 100 * 86_400_000;
let now = 1_800_000_000_000;
const quiet = { log() {}, warn() {}, error() {}, debug() {}, isDebugEnabled: () => false };
const { service } = new EurekaServer(
  { enableSelfPreservation: false },
  { clock: () => now, loggerFor: () => quiet },
);
function registerAll() {
  for (let number = 0; number < count; number++)
    service.register(decodeInstanceDocument({ instance: instanceOf(number) }, now), 'client');
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** CPU time of one eviction, and that of its longest turn: a request beside it waits so long. */
async function eviction() {
  const start = cpuMs();
  let at = start;
  let longestMs = 0;
  const watch = () => {
    longestMs = Math.max(longestMs, cpuMs() - at);
    at = cpuMs();
  };
  const { size } = service;
  let next = setImmediate(function turn() {
    watch();
    next = setImmediate(turn);
  });
  await service.evictInTurns(0, nextTurn);
  clearImmediate(next);
  watch();
  return { cpuUs: (cpuMs() - start) * 1000, longestMs, evicted: size - service.size };
}

registerAll();
const idle = [];
for (let search = 0; search < searches; search++) idle.push(await eviction());
const busy = [];
for (let evicted = 0; evicted < leastEvicted || busy.length < 2; evicted += busy.at(-1).evicted) {
  now += leaseLongerThanMs;
  busy.push(await eviction());
  registerAll();
}
// The first half warms the compiler.
const warm = busy.slice(busy.length >> 1);
const worst = (runs) => Math.max(...runs.map(({ longestMs }) => longestMs));
process.send({
  searchedNs: (median(idle.map(({ cpuUs }) => cpuUs)) * 1000) / count,
  searchedMs: median(idle.map(({ cpuUs }) => cpuUs)) / 1000,
  evictedUs: median(warm.map(({ cpuUs, evicted }) => cpuUs / evicted)),
  longestMs: worst([...idle, ...warm]),
});
process.disconnect();
