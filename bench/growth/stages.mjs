// Stages of a run. The servers of all sizes run at once and are measured in turn, so that other
// activity on the machine affects all of them alike.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { batch } from '../registry/batch.mjs';
import { askOnce } from '../registry/connection.mjs';
import { countIn, plain } from '../registry/listing.mjs';
import { populate } from '../registry/operations.mjs';
import { read, register } from '../registry/requests.mjs';
import { flagsOfImage } from '../registry/servers.mjs';
import { median, spread } from '../registry/statistics.mjs';
import { InvalidFigureError, refuseOtherCount } from '../registry/validity.mjs';
import { Follower } from './follower.mjs';
import { cancelNew, heartbeats, registerNew, reRegister } from './operations.mjs';

const kibOfMib = 1024;
const heartbeatSecs = 30;
const followedChanges = 15;

/** Evictions by number of instances, each in a process of its own. */
export async function measureSweeps({ plan, log }) {
  const found = {};
  for (const count of plan.sizes) {
    found[count] = await new Promise((resolve, reject) => {
      const child = fork(join(import.meta.dirname, 'sweep.mjs'), [String(count)], {
        execArgv: flagsOfImage(),
      });
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`sweep.mjs ended with ${code}`)));
    });
    const { searchedMs, evictedUs, longestMs } = found[count];
    log(
      `eviction, ${count} instances: search ${searchedMs.toFixed(2)} ms, ${evictedUs.toFixed(1)} us per evicted one, ` +
        `longest turn ${longestMs.toFixed(1)} ms`,
    );
  }
  return found;
}

export async function measureOperations({ servers, plan, log }) {
  const running = [];
  const memory = {};
  for (const count of plan.sizes) {
    const server = await servers.start('ours');
    const emptyMib = server.memory.now;
    await populate(server, 0, count);
    await pause(plan.settleMs);
    memory[count] = { listedKib: kibPerInstance(server, emptyMib, count) };
    running.push({ server, count, emptyMib });
    log(`${count} registered: ${memory[count].listedKib.toFixed(2)} KiB per instance`);
  }
  const costs = {};
  for (const makeOperation of [heartbeats, reRegister]) {
    const entries = running.map(({ server, count }) => ({
      count,
      server,
      operation: makeOperation(server, count),
    }));
    for (const { server, operation } of entries) await batch(server, operation, { durationMs: plan.warmMs });
    await rounds(entries, plan, costs, log);
  }
  await newcomers(running, plan, costs, log);
  const feed = await followed(running, log);
  for (const { server, count, emptyMib } of running) {
    for (const format of ['json', 'xml']) await refuseOtherListing(server, count, format);
    await pause(plan.settleMs);
    memory[count].readKib = kibPerInstance(server, emptyMib, count);
    log(`${count} read as JSON and XML: ${memory[count].readKib.toFixed(2)} KiB per instance`);
    await servers.stop(server);
  }
  return { costs, feed, memory };
}

const kibPerInstance = (server, emptyMib, count) => ((server.memory.now - emptyMib) * kibOfMib) / count;

async function rounds(entries, { rounds, durationMs }, costs, log) {
  const { name } = entries[0].operation;
  const all = {};
  for (let round = 0; round < rounds; round++) {
    for (const { server, count, operation } of entries)
      (all[count] ??= []).push((await batch(server, operation, { durationMs })).cpuUs);
  }
  record(costs, name, all, log);
}

/** Registers new instances and cancels them again, so that each round starts from one size. */
async function newcomers(running, { rounds, newOnes }, costs, log) {
  const all = { 'register new': {}, cancel: {} };
  for (let round = 0; round <= rounds; round++) {
    for (const { server, count } of running) {
      for (const makeOperation of [registerNew, cancelNew]) {
        const operation = makeOperation(server, count, newOnes);
        const { cpuUs } = await batch(server, operation, { durationMs: 60_000, most: newOnes });
        // The first round warms the server.
        if (round > 0) (all[operation.name][count] ??= []).push(cpuUs);
      }
    }
  }
  for (const [name, costsBySize] of Object.entries(all)) record(costs, name, costsBySize, log);
}

function record(costs, name, all, log) {
  costs[name] = Object.fromEntries(Object.entries(all).map(([count, values]) => [count, spread(values)]));
  const text = Object.entries(costs[name]).map(([count, { median }]) => `${count}: ${median.toFixed(1)} us`);
  log(`${name}, ${text.join(', ')}`);
}

/** Time from sending a change until its event has arrived at a follower, by number of instances. */
async function followed(running, log) {
  const found = {};
  for (const { server, count } of running) {
    const follower = await new Follower().open(server.port);
    const delays = [];
    for (let change = 0; change < followedChanges; change++) {
      const word = `followed-${count}-${change}`;
      const send = () => askOnce(server.port, register(server.port, change, word));
      delays.push(await follower.delayOf(word, send));
      await pause(50);
    }
    follower.close();
    found[count] = spread(delays);
    log(`change to feed, ${count} instances: ${median(delays).toFixed(1)} ms`);
  }
  return found;
}

async function refuseOtherListing(server, count, format) {
  const response = await askOnce(server.port, read(server.port, 'apps/', { format, gzip: true }));
  const what = `${count} instances: apps ${format}`;
  if (response.status !== 200) throw new InvalidFigureError(`${what}: ${response.status}`);
  const bytes = await plain(response);
  // A text of more than 512 MiB is more than a string may have.
  if (bytes.length < 2 ** 29 - 25) refuseOtherCount(what, countIn(bytes, format), count);
}

/**
 * Cost of this many instances on one server, and how many heartbeats it answers on one core: only
 * then is it known whether they could live at 30 s.
 */
export async function measureMillion({ servers, count, plan, log }) {
  const server = await servers.start('ours');
  const emptyMib = server.memory.now;
  await populate(server, 0, count);
  const memoryKib = kibPerInstance(server, emptyMib, count);
  log(`${count} registered: ${memoryKib.toFixed(2)} KiB per instance`);
  const { cpuUs, perSecond } = await batch(server, heartbeats(server, count), { durationMs: plan.livingMs });
  await servers.stop(server);
  const share = ((count / heartbeatSecs) * cpuUs) / 1e6;
  log(`${count} instances: ${perSecond.toFixed(0)} heartbeats a second, ${cpuUs.toFixed(1)} us each`);
  return { count, memoryKib, cpuUs, perSecond, share };
}
