import { EurekaClient } from '@eureka-nest/client';
import { setTimeout as pause } from 'node:timers/promises';

// Fifty clients of one process that come and go; says once a second how much it holds, and at the end what is left when all have stopped.
const [seconds, ...serviceUrls] = process.argv.slice(2);
const count = 50;
const quiet = { debug() {}, log() {}, warn() {}, error: (text) => console.log(`error ${text}`) };
let unhandled = 0;
for (const event of ['unhandledRejection', 'uncaughtException'])
  process.on(event, (error) => {
    unhandled++;
    console.log(`${event} ${error?.stack ?? error}`);
  });

let born = 0;
const run = { ended: false };
const live = new Set();

/** One place that is taken by one client after the other. */
async function place(at) {
  while (!run.ended) {
    born++;
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
    live.add(client);
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
    live.delete(client);
  }
}

const places = Array.from({ length: count }, (_, at) => place(at));
const end = performance.now() + Number(seconds) * 1000;
while (performance.now() < end) {
  await pause(1000);
  globalThis.gc();
  const heap = process.memoryUsage().heapUsed;
  const registered = [...live].filter((client) => client.registered).length;
  console.log(`sample ${JSON.stringify({ heap, registered, born })}`);
}
run.ended = true;
await Promise.all(places);
// Sockets that were told to close do so in the next turns of the event loop.
await pause(200);
globalThis.gc();
const left = process
  .getActiveResourcesInfo()
  .filter((each) => !/^(TTY|Pipe|FS)Wrap$|^FSReq|^Immediate/.test(each));
console.log(`end ${JSON.stringify({ left, unhandled, heap: process.memoryUsage().heapUsed })}`);
