import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import fastify from 'fastify';
import { consoleLogger } from '../log/console-logger.js';
import { eureka } from './eureka.plugin.js';
import { EurekaServer } from './eureka-server.js';
import { netflixDefaults } from '../options/netflix-defaults.js';

const payment = anInstance({ port: 8001 });
const registration = {
  method: 'POST',
  url: `/eureka/apps/${payment.app}`,
  payload: encodeInstanceDocument(payment),
} as const;
const parts = { loggerFor: consoleLogger('error') };
const json = { accept: 'application/json' };

describe('a server on any Fastify', () => {
  it('is one plugin: API, dashboard and timers', async () => {
    const host = fastify({ return503OnClosing: false });
    await host.register(eureka, { ...parts, port: 7001, enableSelfPreservation: false });
    expect((await host.inject(registration)).statusCode).toBe(204);
    expect(
      (await host.inject({ url: '/eureka/v2/apps', headers: json })).json().applications.apps__hashcode,
    ).toBe('UP_1_');
    expect((await host.inject('/')).body).toContain('payment8001');
    expect((await host.inject('/eureka/status')).statusCode).toBe(200);
    await host.close();
  });

  it('can be put below a prefix', async () => {
    const host = fastify();
    await host.register(eureka, { ...parts, prefix: '/context' });
    expect((await host.inject('/context/eureka/apps')).statusCode).toBe(200);
    await host.close();
  });

  it('leaves the rest of its host alone', async () => {
    const host = fastify();
    host.get('/mine', () => ({ mine: true }));
    await host.register(eureka, { ...parts, userPassword: 'secret', dashboardPath: '/registry' });
    expect((await host.inject('/mine')).json()).toEqual({ mine: true });
    expect((await host.inject('/eureka/apps')).statusCode).toBe(401);
    expect((await host.inject('/nope')).json()).toMatchObject({ statusCode: 404 });
    await host.close();
  });
});

it('a server that stops while the name of its peers is looked up has no peers afterwards', async () => {
  let found: (addresses: string[]) => void = () => undefined;
  const resolve = () => new Promise<string[]>((resolved) => (found = resolved));
  const server = new EurekaServer({ peersDns: 'http://peers:1/eureka/' }, { ...parts, resolve });
  server.start();
  await server.stop();
  found(['127.0.0.1']);
  await new Promise(setImmediate);
  expect(server.peers.all).toEqual([]);
});

describe('a server with Netflix’s defaults', () => {
  it('shows a change after the next tick of its cache; by default at once', async () => {
    const clock = manualClock(1_800_000_000_000);
    const hashesSeen = async (server: EurekaServer) => {
      const host = fastify();
      server.mount(host);
      const hash = async () =>
        (await host.inject({ url: '/eureka/apps', headers: json })).json().applications.apps__hashcode;
      const hashes = [await hash()];
      await host.inject(registration);
      hashes.push(await hash());
      clock.advance(30_000);
      hashes.push(await hash());
      await host.close();
      return hashes;
    };
    expect(await hashesSeen(new EurekaServer({}, { ...parts, clock }))).toEqual(['', 'UP_1_', 'UP_1_']);
    expect(await hashesSeen(new EurekaServer({ ...netflixDefaults }, { ...parts, clock }))).toEqual([
      '',
      '',
      'UP_1_',
    ]);
  });
});
