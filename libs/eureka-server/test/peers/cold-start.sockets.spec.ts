import { freePort } from '@eureka-nest/runtime/testing';
import fastify, { type FastifyInstance } from 'fastify';
import { consoleLogger } from '../../src/log/console-logger.js';
import { EurekaServer } from '../../src/server/eureka-server.js';

const urlOf = (port: number) => `http://127.0.0.1:${port}/eureka/`;
/** No pause of the sync and no wait for peers ends within the time of a spec. */
const patient = { waitForPeersMs: 3_600_000, peerProbeIntervalMs: 100 };

/** Of three listed servers the last one never starts. */
describe('servers that start cold', () => {
  const open: { readonly host: FastifyInstance; readonly server: EurekaServer }[] = [];
  let ports: number[];
  beforeEach(async () => void (ports = await Promise.all([freePort(), freePort(), freePort()])));
  afterEach(async () => {
    for (const { server, host } of open.splice(0)) {
      await server.stop();
      await host.close();
    }
  });

  async function start(index: number, given = {}): Promise<EurekaServer> {
    const port = ports[index] ?? 0;
    const peers = ports.filter((each) => each !== port).map(urlOf);
    const host = fastify({ forceCloseConnections: true });
    const server = new EurekaServer(
      { port, peers, ...patient, ...given },
      { loggerFor: consoleLogger('error') },
    );
    server.mount(host);
    open.push({ host, server });
    await host.listen({ host: '127.0.0.1', port });
    server.start();
    return server;
  }
  const ready = async (server: EurekaServer) => {
    while (server.unreadyReason !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('are ready once both of a pair have answered, without the third', async () => {
    const pair = await Promise.all([start(0), start(1)]);
    await Promise.all(pair.map(ready));
    await ready(await start(2));
  });

  it('are ready without an answer of a server of another environment', async () => {
    ports = ports.slice(0, 2);
    await start(1, { environment: 'prod' });
    await ready(await start(0));
  });
});
