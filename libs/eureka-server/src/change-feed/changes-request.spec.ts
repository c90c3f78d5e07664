import { anInstance } from '@eureka-nest/protocol/testing';
import fastify from 'fastify';
import { consoleLogger } from '../log/console-logger.js';
import { EurekaServer } from '../server/eureka-server.js';
import { netflixDefaults } from '../options/netflix-defaults.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';

const parts = { loggerFor: consoleLogger('error') };

/** Requests without a socket; only those whose response ends. */
describe('a request for the change feed', () => {
  const send = async (
    options: Partial<EurekaServerOptions>,
    method: 'GET' | 'HEAD' | 'POST' | 'OPTIONS',
    url: string,
    headers = {},
  ) => {
    const app = fastify();
    new EurekaServer(options, parts).mount(app);
    const response = await app.inject({ method, url: `/eureka/${url}`, headers });
    await app.close();
    return response;
  };

  it.each([
    ['changes?since=', {}, 'since'],
    ['changes?since=yesterday', {}, 'since'],
    ['changes?accept=everything', {}, 'accept'],
    ['changes?instance=web-1', {}, 'instance'],
    ['changes?instance=/web-1', {}, 'instance'],
    ['changes?instance=SHOP/', {}, 'instance'],
    ['changes', { 'last-event-id': 'yesterday' }, 'Last-Event-ID'],
  ])('gets 400 with the reason for %s %j', async (url, headers, named) => {
    const response = await send({}, 'GET', url, headers);
    expect([response.statusCode, response.headers['content-type']]).toEqual([400, 'text/plain']);
    expect(response.body).toMatch(new RegExp(`^${named} must be `));
  });

  it('may be a HEAD', async () => {
    const response = await send({}, 'HEAD', 'changes');
    expect([response.statusCode, response.body]).toEqual([200, '']);
    expect(response.headers['content-type']).toBe('text/event-stream');
  });

  it.each(['changes', 'v2/changes', 'changes/'])('gets 405 if it is a POST of %s', async (url) => {
    const response = await send({}, 'POST', url);
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET,HEAD,OPTIONS']);
  });

  it('needs the login, if there is one', async () => {
    const options = { userPassword: 'secret' };
    expect((await send(options, 'HEAD', 'changes')).statusCode).toBe(401);
    const authorization = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    expect((await send(options, 'HEAD', 'changes', { authorization })).statusCode).toBe(200);
  });

  it('gets 403 while the registry refuses reads', async () => {
    const options = { defaultOpenForTrafficCount: 0 };
    const server = new EurekaServer(options, parts);
    server.registry.openForTraffic(0);
    const app = fastify();
    server.mount(app);
    for (const url of ['/eureka/apps', '/eureka/changes']) {
      expect((await app.inject(url)).statusCode).toBe(403);
    }
    await app.close();
  });

  it.each([
    ['with Netflix’s defaults', { ...netflixDefaults }],
    ['with the feed switched off', { changesEnabled: false }],
    ['with a read-only response cache', { useReadOnlyResponseCache: true }],
    ['without deltas', { disableDelta: true }],
  ])('gets 404 from a server %s', async (_what, options) => {
    expect((await send(options, 'GET', 'changes')).statusCode).toBe(404);
    const { headers } = await send(options, 'GET', 'apps', { 'eureka-nest-changes': '1' });
    expect(headers).not.toHaveProperty('eureka-nest-changes');
    expect(headers).not.toHaveProperty('eureka-nest-position');
  });

  it.each(['apps', 'apps/delta', 'v2/apps/'])(
    'a client that asks for the feed finds it announced by %s',
    async (url) => {
      expect(
        (await send({}, 'GET', url, { 'eureka-nest-changes': '1' })).headers['eureka-nest-changes'],
      ).toBe('changes');
      expect((await send({}, 'GET', url)).headers).not.toHaveProperty('eureka-nest-changes');
    },
  );

  it('other resources do not announce the feed', async () => {
    const asks = { 'eureka-nest-changes': '1' };
    const app = fastify();
    const server = new EurekaServer({}, parts);
    server.mount(app);
    server.service.register(anInstance(), 'client');
    for (const url of ['/eureka/apps/CLOUD-PAYMENT-SERVICE', '/eureka/vips/x', '/']) {
      const response = await app.inject({ url, headers: asks });
      expect([response.statusCode, response.headers['eureka-nest-changes']]).toEqual([200, undefined]);
    }
    await app.close();
  });
});
