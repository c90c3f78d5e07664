// Cost of following a registry: share of the client's event loop that it takes to keep a copy of
// 10,000 instances while ten of them change each second and a caller asks for a service all the
// time. Once with 1,000 services, once with all instances in one.
import { appsHashCode, encodeApplicationsDocument } from '@eureka-nest/protocol';
import { EurekaClient } from '@eureka-nest/client';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker, isMainThread, workerData } from 'node:worker_threads';

const COUNT = 10_000;
const CHANGES_PER_SECOND = 10;

/** Instance `at`, spread over the services. */
const instanceOf = (at, services, version) => ({
  instanceId: `i${at}`,
  app: `SERVICE-${at % services}`,
  hostName: 'localhost',
  ipAddr: '127.0.0.1',
  status: 'UP',
  overriddenStatus: 'UNKNOWN',
  port: { number: 8000 + (at % 1000), enabled: true },
  securePort: { number: 443, enabled: false },
  countryId: 1,
  dataCenterInfo: { name: 'MyOwn' },
  leaseInfo: { renewalIntervalInSecs: 30, durationInSecs: 90 },
  metadata: { version: String(version) },
  vipAddress: `service-${at % services}`,
  lastDirtyTimestamp: version,
  lastUpdatedTimestamp: version,
});

const documentOf = (instances, all) =>
  JSON.stringify(
    encodeApplicationsDocument({
      version: '1',
      hashCode: appsHashCode(all),
      applications: Map.groupBy
        ? [...Map.groupBy(instances, ({ app }) => app)].map(([name, list]) => ({ name, instances: list }))
        : instances.map((each) => ({ name: each.app, instances: [each] })),
    }),
  );

/** Registry in a thread of its own, so that only the client is measured. */
async function serve({ services, changesPerSecond, port: parent }) {
  let version = 1;
  const all = Array.from({ length: COUNT }, (_, at) => instanceOf(at, services, version));
  const readers = new Set();
  const server = createServer((request, response) => {
    const position = `bench.${version}`;
    if (request.url.includes('changes')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: hello\ndata: ${JSON.stringify({ position, keepAliveMs: 10_000 })}\n\n`);
      return void readers.add(response);
    }
    const isDelta = request.url.includes('delta');
    response.writeHead(200, { 'content-type': 'application/json', 'eureka-nest-position': position });
    response.end(documentOf(isDelta ? [] : all, all));
  });
  server.listen(0, '127.0.0.1', () => parent.postMessage(server.address().port));
  if (changesPerSecond === 0) return;
  setInterval(() => {
    version += 1;
    const at = (version * 7919) % COUNT;
    all[at] = { ...instanceOf(at, services, version), actionType: 'MODIFIED' };
    const event = `event: delta\nid: bench.${version}\ndata: ${documentOf([all[at]], all)}\n\n`;
    for (const reader of readers) reader.write(event);
  }, 1000 / changesPerSecond);
}

async function measure(services, changesPerSecond, seconds) {
  const { port1, port2 } = new MessageChannel();
  const data = { services, changesPerSecond, port: port2 };
  const registry = new Worker(process.argv[1], { workerData: data, transferList: [port2] });
  const port = await new Promise((resolve) => port1.once('message', resolve));
  const client = new EurekaClient({
    serviceUrls: [`http://127.0.0.1:${port}/eureka/`],
    registerWithEureka: false,
  });
  await client.start();
  await client.whenFetched();
  await pause(1000);
  let changes = 0;
  client.on('changes', (list) => (changes += list.length));
  const asking = setInterval(() => client.instances('service-0'), 5);
  const before = performance.eventLoopUtilization();
  await pause(seconds * 1000);
  const { utilization } = performance.eventLoopUtilization(before);
  clearInterval(asking);
  await client.stop();
  port1.close();
  await registry.terminate();
  return { services, changesPerSecond, changesSeen: changes / seconds, loopPercent: 100 * utilization };
}

if (isMainThread) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  const loadBefore = loadavg()[0];
  const rows = [];
  for (const services of [1000, 1])
    for (const changes of [0, CHANGES_PER_SECOND])
      rows.push(await measure(services, changes, values.quick ? 3 : 10));
  console.log('| instances | services | changes/s | seen/s | event loop |\n| --- | --- | --- | --- | --- |');
  for (const { services, changesPerSecond, changesSeen, loopPercent } of rows)
    console.log(
      `| ${COUNT} | ${services} | ${changesPerSecond} | ${changesSeen.toFixed(1)} | ${loopPercent.toFixed(1)} % |`,
    );
  if (!values.quick) {
    const folder = join(import.meta.dirname, 'results');
    mkdirSync(folder, { recursive: true });
    const found = { loadBefore, node: process.version, rows };
    writeFileSync(join(folder, 'following.json'), `${JSON.stringify(found, null, 2)}\n`);
  }
} else await serve(workerData);
