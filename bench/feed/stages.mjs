import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuNsBetween, cpuOf } from '../registry/process-figures.mjs';
import { median } from '../registry/statistics.mjs';
import { ReaderPool } from './reader-pool.mjs';
import { now, RegistryClient } from './registry-client.mjs';

const statuses = ['OUT_OF_SERVICE', 'UP'];
const instances = 1_000;
const restMs = 2_000;

/** Registers a thousand instances; returns the client and the number of the last change. */
async function populated(port) {
  const registry = new RegistryClient(port);
  for (let index = 0; index < instances; index++) await registry.register(`web-${index}`);
  return { registry, number: instances };
}

/** Measures the fan-out of single changes to many readers: the times of receipt and the cost. */
export async function measureFanOut({ server, readers, processes, changes, log }) {
  const { registry, number } = await populated(server.port);
  await pause(restMs);
  const memoryBefore = server.memory.now;
  const pool = new ReaderPool();
  await pool.open(server.port, readers, { processes });
  await pause(restMs);
  const memoryPerReaderKib = ((server.memory.now - memoryBefore) * 1024) / readers;
  log(`${readers} readers are connected`);

  const worst = [];
  const middle = [];
  const beats = [];
  let cpuNs = 0;
  for (let change = 1; change <= changes; change++) {
    const before = cpuOf(server.pid);
    const received = pool.received(number + change);
    const overridden = registry.overrideStatus('web-1', statuses[(change - 1) % 2]);
    // The heartbeat is sent during the fan-out.
    const beat = new RegistryClient(server.port);
    await pause(15);
    beats.push(await beat.heartbeat('web-2'));
    beat.close();
    const sentAt = await overridden;
    const times = (await received).map((at) => at - sentAt);
    if (times.length !== readers)
      throw new Error(`${times.length} of ${readers} readers received the change`);
    worst.push(Math.max(...times));
    middle.push(median(times));
    await pause(100);
    cpuNs += cpuNsBetween(before, cpuOf(server.pid));
  }
  const memoryAfterKib = ((server.memory.now - memoryBefore) * 1024) / readers;
  const { resync } = await pool.counts();
  await pool.close();
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

/**
 * Measures stalled readers with more changes than their sockets hold: memory, and events at the
 * end.
 */
export async function measureStalledReaders({ server, readers, changes, bytes, log }) {
  const { registry, number } = await populated(server.port);
  const quick = new ReaderPool();
  await quick.open(server.port, 10);
  const stalled = new ReaderPool();
  await stalled.open(server.port, readers, { isStalled: true });
  await pause(restMs);
  const before = { server: server.memory.now, sockets: socketMib() };
  log(`${readers} stalled readers are connected`);
  const text = 'x'.repeat(bytes);
  let peak = before.server;
  for (let change = 1; change <= changes; change++) {
    const received = quick.received(number + change);
    await registry.register('web-1', { text, change: String(change) });
    await received;
    peak = Math.max(peak, server.memory.now);
  }
  const after = { server: server.memory.now, sockets: socketMib() };
  stalled.resume();
  let counts = await stalled.counts();
  for (let tries = 0; tries < 100 && counts.resync < readers; tries++) {
    await pause(100);
    counts = await stalled.counts();
  }
  await stalled.close();
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

/**
 * Kills processes that read the feed with their instance id: times until a reader has the event.
 */
export async function measureKills({ server, times, log }) {
  const { registry, number } = await populated(server.port);
  const reader = new ReaderPool();
  await reader.open(server.port, 1);
  const took = [];
  for (let time = 0; time < times; time++) {
    const removal = reader.received(number + 2 * time + 2);
    const program = join(import.meta.dirname, 'provider.mjs');
    const provider = spawn(process.execPath, [program, server.port, `killed-${time}`].map(String), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await once(provider, 'message');
    await pause(50);
    const killedAt = now();
    provider.kill('SIGKILL');
    const [at] = await removal;
    took.push(at - killedAt);
  }
  log(`${times} processes were killed`);
  await reader.close();
  registry.close();
  return { times, medianMs: median(took), worstMs: Math.max(...took) };
}

/** Memory that the kernel uses for all sockets of this machine, in MiB. */
function socketMib() {
  const pages = /^TCP:.* mem (\d+)$/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))?.[1];
  return (Number(pages) * 4) / 1024;
}
