// A program of a user of the client and the balancer: it registers, receives a change, calls by
// name and stops.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { EurekaClient } from '@eureka-nest/client';
import { LoadBalancer } from '@eureka-nest/load-balancer';
import { balancedFetch } from '@eureka-nest/load-balancer/fetch';

const registry = process.argv[2];
const result = { runtime: globalThis.Bun ? 'bun' : globalThis.Deno ? 'deno' : 'node' };

async function provider(id) {
  const server = createServer((_, response) => response.end(id)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const client = new EurekaClient(
    {
      serviceUrls: [registry],
      appName: 'shop',
      instanceId: id,
      hostname: '127.0.0.1',
      ipAddress: '127.0.0.1',
    },
    { logger: { debug() {}, log() {}, warn: console.error, error: console.error } },
  );
  await client.start(port);
  await client.whenRegistered();
  return { client, server };
}

const one = await provider('shop-1');
const source = one.client;
await source.whenFetched();
const event = (async () => {
  for await (const { kind, instance } of source.changes('shop'))
    if (kind === 'added' && instance.instanceId === 'shop-2') return kind;
})();
const two = await provider('shop-2');
const late = setTimeout(() => process.exit(3), 20_000);
result.event = await event; // The next fetch is due after 30 s.
clearTimeout(late);
const call = balancedFetch(new LoadBalancer({ source }));
const responses = [];
for (let n = 0; n < 4; n++) responses.push(await (await call('http://shop/who')).text());
result.responses = [...new Set(responses)].sort();
await two.client.stop();
await one.client.stop();
one.server.close();
two.server.close();
one.server.closeAllConnections();
two.server.closeAllConnections();
const left = await fetch(`${registry}apps/SHOP`, { headers: { accept: 'application/json' } });
result.afterwards = left.status;
console.log(JSON.stringify(result));
