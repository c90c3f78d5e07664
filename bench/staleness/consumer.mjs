// The consumer of ours: forwards the response of a service, with the number of tries in a header.
import { EurekaClient } from '@eureka-nest/client';
import { channels, LoadBalancer, roundRobin } from '@eureka-nest/load-balancer';
import { balancedFetch } from '@eureka-nest/load-balancer/fetch';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer } from 'node:http';

const [registry, port, follows] = process.argv.slice(2);
const silent = { debug() {}, log() {}, warn() {}, error() {} };
const source = new EurekaClient(
  { serviceUrls: [registry], registerWithEureka: false, followChanges: follows === 'true' },
  { logger: silent },
);
await source.start();
const call = balancedFetch(new LoadBalancer({ source, strategy: () => roundRobin() }));
const tries = new AsyncLocalStorage();
channels.try.subscribe(() => {
  const counted = tries.getStore();
  if (counted) counted.count += 1;
});
// The keep-alive time is that of Tomcat: a connection that closes as a call comes would count as
// failed.
createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const service = request.url.split('/').at(-1);
  const counted = { count: 0 };
  tries.run(counted, async () => {
    try {
      const found = await call(`http://${service}/who`);
      response.writeHead(found.status, { tries: counted.count }).end(await found.text());
    } catch (error) {
      response.writeHead(503).end(String(error.message));
    }
  });
}).listen(Number(port), '127.0.0.1');
process.on('disconnect', () => process.exit());
