import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { lengthOfAll } from './listing.mjs';
import { populate } from './operations.mjs';
import { spread } from './statistics.mjs';

/** Measures the time from the command to the first correct response, on both cores. */
export async function measureStartUp({ servers, kinds, startRounds, log }) {
  const all = new Map(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < startRounds; round++) {
    for (const kind of kinds) {
      const server = await servers.start(kind, { pinned: false });
      all.get(kind).push(server.started);
      await servers.stop(server);
    }
  }
  return Object.fromEntries(
    [...all].map(([kind, starts]) => {
      const cpuSeconds = spread(starts.map((start) => start.cpuSeconds));
      const wallSeconds = spread(starts.map((start) => start.wallSeconds));
      log(`start-up, ${kind}: ${cpuSeconds.median.toFixed(2)} s of CPU, ${wallSeconds.median.toFixed(2)} s`);
      return [kind, { cpuSeconds, wallSeconds }];
    }),
  );
}

/** Measures the resident memory of idle servers, and after they have listed many instances. */
export async function measureMemory({ servers, kinds, count, idleMs, log }) {
  const started = [];
  for (const kind of kinds) started.push(await servers.start(kind));
  await pause(idleMs);
  const idle = started.map(({ memory }) => memory.now);
  for (const server of started) {
    await populate(server, 0, count);
    await lengthOfAll(server, count);
  }
  await pause(idleMs);
  const figures = {};
  for (const [index, server] of started.entries()) {
    figures[server.kind] = {
      idleMib: idle[index],
      heldMib: server.memory.now,
      page: await firstBytes(server),
    };
    const { idleMib, heldMib } = figures[server.kind];
    log(
      `memory, ${server.kind}: ${idleMib.toFixed(0)} MiB idle, ${heldMib.toFixed(0)} with ${count} instances`,
    );
    await servers.stop(server);
  }
  return figures;
}

const pageRequests = 10;

/** Time to the first byte of the registry page, in ms; the bare server has no page. */
async function firstBytes({ kind, port }) {
  if (kind === 'bare') return undefined;
  const all = [];
  for (let n = 0; n < pageRequests; n++) all.push(await firstByte(port));
  return spread(all);
}

function firstByte(port) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/', agent: false, headers: { accept: 'text/html' } }, (page) => {
      let waited;
      page.on('data', () => (waited ??= performance.now() - start));
      page.on('end', () =>
        page.statusCode === 200 ? resolve(waited) : reject(new Error(`page: ${page.statusCode}`)),
      );
    }).once('error', reject);
  });
}
