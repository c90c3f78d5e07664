import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuNsBetween, cpuOf } from '../registry/process-figures.mjs';
import { median } from '../registry/statistics.mjs';
import { Crowd } from './reader-pool.mjs';
import { now, Registry } from './registry.mjs';

const statuses = ['OUT_OF_SERVICE', 'UP'];
const instances = 1_000;
const restMs = 2_000;

/** A registry of a thousand; returns who changes it, and up to which number it has changed. */
async function filled(port) {
  const registry = new Registry(port);
  for (let index = 0; index < instances; index++) await registry.register(`web-${index}`);
  return { registry, number: instances };
}

/** Many readers, and changes one by one: when each of the readers has each of them, and what that costs. */
export async function everybody({ server, readers, processes, changes, say }) {
  const { registry, number } = await filled(server.port);
  await pause(restMs);
  const memoryBefore = server.memory.now;
  const crowd = new Crowd();
  await crowd.open(server.port, readers, { processes });
  await pause(restMs);
  const memoryPerReaderKib = ((server.memory.now - memoryBefore) * 1024) / readers;
  say(`${readers} follow`);

  const worst = [];
  const middle = [];
  const beats = [];
  let cpuNs = 0;
  for (let change = 1; change <= changes; change++) {
    const before = cpuOf(server.pid);
    const told = crowd.told(number + change);
    const forced = registry.force('web-1', statuses[(change - 1) % 2]);
    // The very moment: while everybody is told.
    const beat = new Registry(server.port);
    await pause(15);
    beats.push(await beat.heartbeat('web-2'));
    beat.close();
    const sentAt = await forced;
    const times = (await told).map((at) => at - sentAt);
    if (times.length !== readers) throw new Error(`${times.length} of ${readers} were told`);
    worst.push(Math.max(...times));
    middle.push(median(times));
    await pause(100);
    cpuNs += cpuNsBetween(before, cpuOf(server.pid));
  }
  const memoryAfterKib = ((server.memory.now - memoryBefore) * 1024) / readers;
  const { resync } = await crowd.counts();
  await crowd.close();
  registry.close();
  return {
    readers,
    changes,
    medianMs: median(middle),
    lastMedianMs: median(worst),
    worstMs: Math.max(...worst),
    heartbeatMedianMs: median(beats),
    heartbeatWorstMs: Math.max(...beats),
    cpuMsPerChange: cpuNs / changes / 1e6,
    memoryPerReaderKib,
    memoryAfterKib,
    resyncs: resync,
  };
}

/** Readers that do not read, and more changes than their sockets hold: the server's memory, and what they are told at last. */
export async function deaf({ server, readers, changes, bytes, say }) {
  const { registry, number } = await filled(server.port);
  const quick = new Crowd();
  await quick.open(server.port, 10);
  const crowd = new Crowd();
  await crowd.open(server.port, readers, { isDeaf: true });
  await pause(restMs);
  const before = { server: server.memory.now, sockets: socketMib() };
  say(`${readers} do not read`);
  const text = 'x'.repeat(bytes);
  let peak = before.server;
  for (let change = 1; change <= changes; change++) {
    const told = quick.told(number + change);
    await registry.register('web-1', { text, change: String(change) });
    await told;
    peak = Math.max(peak, server.memory.now);
  }
  const after = { server: server.memory.now, sockets: socketMib() };
  crowd.hear();
  let counts = await crowd.counts();
  for (let tries = 0; tries < 100 && counts.resync < readers; tries++) {
    await pause(100);
    counts = await crowd.counts();
  }
  await crowd.close();
  await quick.close();
  registry.close();
  return {
    readers,
    changes,
    writtenMib: (changes * bytes) / 1024 / 1024,
    grownMib: after.server - before.server,
    peakMib: peak - before.server,
    kernelMib: after.sockets - before.sockets,
    resyncs: counts.resync,
  };
}

/** Processes that follow under their own name, killed one by one: when a reader hears that each is gone. */
export async function killed({ server, times, say }) {
  const { registry, number } = await filled(server.port);
  const crowd = new Crowd();
  await crowd.open(server.port, 1);
  const took = [];
  for (let time = 0; time < times; time++) {
    const gone = crowd.told(number + 2 * time + 2);
    const program = join(import.meta.dirname, 'provider.mjs');
    const provider = spawn(process.execPath, [program, server.port, `killed-${time}`].map(String), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await once(provider, 'message');
    await pause(50);
    const killedAt = now();
    provider.kill('SIGKILL');
    const [at] = await gone;
    took.push(at - killedAt);
  }
  say(`${times} were killed`);
  await crowd.close();
  registry.close();
  return { times, medianMs: median(took), worstMs: Math.max(...took) };
}

/** What the kernel holds for all sockets of this machine. */
function socketMib() {
  const pages = /^TCP:.* mem (\d+)$/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))?.[1];
  return (Number(pages) * 4) / 1024;
}
