// node follower.mjs REGISTRY_PORT SERVICE
// Follows the registry, picks an instance of a service a hundred times a second, and reports its
// own CPU time when asked.
import { EurekaClient } from '@eureka-nest/client';
import { LoadBalancer } from '@eureka-nest/load-balancer';

const [port, service] = process.argv.slice(2);
const client = new EurekaClient({
  serviceUrls: [`http://127.0.0.1:${port}/eureka/`],
  registerWithEureka: false,
});
const balancer = new LoadBalancer({ source: client });
let changes = 0;
client.on('changes', (list) => (changes += list.length));
await client.start();
await client.whenFetched();
setInterval(() => balancer.choose(service), 10);

process.on('message', ({ isCount }) => {
  const { user, system } = process.cpuUsage();
  // A count reads all services, which must not be part of what is measured.
  const instances = isCount
    ? client.services().reduce((sum, each) => sum + client.instances(each).length, 0)
    : undefined;
  process.send({ cpuUs: user + system, changes, instances });
});
process.once('disconnect', () => process.exit());
process.send({});
