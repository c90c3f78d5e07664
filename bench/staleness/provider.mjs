// Instances in one process: argv has the registry and `service:id` for each; the parent process
// starts and stops them.
import { EurekaClient } from '@eureka-nest/client';
import { createServer } from 'node:http';
import { once } from 'node:events';

const [registry, follows, lease, ...names] = process.argv.slice(2);
const [renewal, duration] = lease.split(',').map(Number);
const silent = { debug() {}, log() {}, warn() {}, error() {} };

async function anInstance(name) {
  const [service, id] = name.split(':');
  // The server keeps responding until the client has cancelled, as a Node service should.
  const server = createServer((_, response) => response.end(id)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const client = new EurekaClient(
    {
      serviceUrls: [registry],
      appName: service,
      instanceId: `${service}:${id}`,
      hostname: '127.0.0.1',
      ipAddress: '127.0.0.1',
      fetchRegistry: follows === 'true',
      followChanges: follows === 'true',
      leaseRenewalIntervalSecs: renewal,
      leaseExpirationDurationSecs: duration,
    },
    { logger: silent },
  );
  return {
    async start() {
      await client.start(port);
      await client.whenRegistered();
    },
    async stop() {
      await client.stop();
      server.close();
      server.closeAllConnections();
    },
  };
}

const instances = new Map(await Promise.all(names.map(async (name) => [name, await anInstance(name)])));
process.on('message', async ({ number, command, name }) => {
  await instances.get(name)[command]();
  process.send({ number });
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
