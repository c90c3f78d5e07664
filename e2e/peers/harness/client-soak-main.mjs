import { EurekaClient } from '@eureka-nest/client';
import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

// Fifty clients in one process that start and stop; prints the heap once a second, and at the end
// the resources that are left after all have stopped.
const [seconds, ...serviceUrls] = process.argv.slice(2);
const count = 50;
const quiet = { debug() {}, log() {}, warn() {}, error: (text) => console.log(`error ${text}`) };
let unhandled = 0;
for (const event of ['unhandledRejection', 'uncaughtException'])
  process.on(event, (error) => {
    unhandled++;
    console.log(`${event} ${error?.stack ?? error}`);
  });

let started = 0;
const run = { ended: false };
const running = new Set();

/** Runs one client after the other. */
async function runClients(at) {
  while (!run.ended) {
    started++;
    const client = new EurekaClient(
      {
        serviceUrls,
        appName: `soak-${at % 5}`,
        hostname: 'localhost',
        ipAddress: '127.0.0.1',
        instanceId: `soak${at}`,
        backOffCapMs: 200,
      },
      { logger: quiet, intervals: { heartbeatMs: 100, fetchMs: 100 } },
    );
    running.add(client);
    void client.start(10_000 + at);
    const stream = client.changes();
    const reading = (async () => {
      for await (const change of stream) if (!change.kind) throw new Error('a change without a kind');
    })();
    const until = performance.now() + 500 + Math.random() * 3000;
    while (!run.ended && performance.now() < until) {
      client.instances(`soak-${at % 5}`);
      await pause(50);
      if (Math.random() < 0.02) void client.setStatus(Math.random() < 0.5 ? 'UP' : 'OUT_OF_SERVICE');
    }
    await client.stop();
    await reading;
    running.delete(client);
  }
}

// One client that lives all the time: what it collects would go unnoticed in those that end.
const lasting = new EurekaClient(
  { serviceUrls, registerWithEureka: false, backOffCapMs: 200 },
  { logger: quiet, intervals: { fetchMs: 100 } },
);
void lasting.start();

/** Counts the entries of all maps, sets and lists that an object leads to: also its listeners. */
function entriesOf(root) {
  const seen = new Set([root]);
  let count = 0;
  for (const each of seen) {
    const isCollection = each instanceof Map || each instanceof Set || Array.isArray(each);
    if (isCollection) count += each.size ?? each.length;
    const inside = each instanceof Map ? [...each.keys(), ...each.values()] : isCollection ? [...each] : [];
    // Sockets come and go with the connections.
    for (const next of [...inside, ...Object.values(each)])
      if (typeof next === 'object' && next !== null && !(next instanceof EventEmitter)) seen.add(next);
  }
  return count;
}

const runs = Array.from({ length: count }, (_, at) => runClients(at));
const end = performance.now() + Number(seconds) * 1000;
while (performance.now() < end) {
  await pause(1000);
  globalThis.gc();
  const heap = process.memoryUsage().heapUsed;
  const registered = [...running].filter((client) => client.registered).length;
  console.log(`sample ${JSON.stringify({ heap, registered, started, entries: entriesOf(lasting) })}`);
}
run.ended = true;
await Promise.all([...runs, lasting.stop()]);
// Sockets close in the next turns of the event loop.
await pause(200);
globalThis.gc();
const left = process
  .getActiveResourcesInfo()
  .filter((each) => !/^(TTY|Pipe|FS)Wrap$|^FSReq|^Immediate/.test(each));
console.log(`end ${JSON.stringify({ left, unhandled, heap: process.memoryUsage().heapUsed })}`);
