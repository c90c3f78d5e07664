import { createApp } from '@eureka-nest/runtime';
import { freePort } from '@eureka-nest/runtime/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { EurekaServerModule } from '../../src/nest/eureka-server.module.js';
import { consoleLogger } from '../../src/log/console-logger.js';
import { eureka } from '../../src/server/eureka.plugin.js';
import { itSpeaksEureka } from '@eureka-nest/conformance';

const urlOf = (port: number) => `http://127.0.0.1:${port}/eureka/`;

describe('a lone server on a plain Fastify', () => {
  let host: FastifyInstance;
  let port: number;

  beforeAll(async () => {
    host = fastify();
    await host.register(eureka, { loggerFor: consoleLogger('error') });
    await host.listen({ host: '127.0.0.1', port: 0 });
    ({ port } = host.server.address() as AddressInfo);
  });
  afterAll(() => host.close());

  itSpeaksEureka(() => urlOf(port));
});

describe('one of a pair of servers, as a process runs them', () => {
  let ports: readonly number[];
  let pair: readonly NestFastifyApplication[];

  beforeAll(async () => {
    ports = [await freePort(), await freePort()];
    pair = await Promise.all(ports.map(start));
  });
  afterAll(() => Promise.all(pair.map((each) => each.close())));

  itSpeaksEureka(() => urlOf(ports[0] ?? 0));

  async function start(port: number): Promise<NestFastifyApplication> {
    const options = {
      port,
      host: '127.0.0.1',
      logLevel: 'error',
      peers: ports.map(urlOf),
      myUrl: urlOf(port),
    } as const;
    const app = await createApp({
      name: `eureka-${port}`,
      imports: [EurekaServerModule.forRoot(options)],
      ...options,
    });
    await app.listen(port, options.host);
    return app;
  }
});
