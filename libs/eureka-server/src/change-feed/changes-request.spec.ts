import { anInstance } from '@eureka-nest/protocol/testing';
import fastify from 'fastify';
import { consoleLogger } from '../log/console-logger.js';
import { EurekaServer } from '../server/eureka-server.js';
import { netflixDefaults } from '../options/netflix-defaults.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';

const parts = { loggerFor: consoleLogger('error') };

/** Asked without a socket: only what is refused, or answered and over, can be. */
describe('a request for the change feed', () => {
  const ask = async (
    options: Partial<EurekaServerOptions>,
    method: 'GET' | 'HEAD' | 'POST' | 'OPTIONS',
    url: string,
    headers = {},
  ) => {
    const app = fastify();
    new EurekaServer(options, parts).mount(app);
    const answer = await app.inject({ method, url: `/eureka/${url}`, headers });
    await app.close();
    return answer;
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
    const answer = await ask({}, 'GET', url, headers);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'text/plain']);
    expect(answer.body).toMatch(new RegExp(`^${named} must be `));
  });

  it('may be a HEAD', async () => {
    const answer = await ask({}, 'HEAD', 'changes');
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    expect(answer.headers['content-type']).toBe('text/event-stream');
  });

  it.each(['changes', 'v2/changes', 'changes/'])('gets 405 if it is a POST of %s', async (url) => {
    const answer = await ask({}, 'POST', url);
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET,HEAD,OPTIONS']);
  });

  it('needs the login, if there is one', async () => {
    const options = { userPassword: 'secret' };
    expect((await ask(options, 'HEAD', 'changes')).statusCode).toBe(401);
    const authorization = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    expect((await ask(options, 'HEAD', 'changes', { authorization })).statusCode).toBe(200);
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
    ['as Java’s', { ...netflixDefaults }],
    ['that has them switched off', { changesEnabled: false }],
    ['whose whole copies are old', { useReadOnlyResponseCache: true }],
    ['that tells no deltas', { disableDelta: true }],
  ])('gets 404 from a server %s', async (_what, options) => {
    expect((await ask(options, 'GET', 'changes')).statusCode).toBe(404);
    const { headers } = await ask(options, 'GET', 'apps', { 'eureka-nest-changes': '1' });
    expect(headers).not.toHaveProperty('eureka-nest-changes');
    expect(headers).not.toHaveProperty('eureka-nest-position');
  });

  it.each(['apps', 'apps/delta', 'v2/apps/'])(
    'a client that asks for the feed finds it announced by %s',
    async (url) => {
      expect((await ask({}, 'GET', url, { 'eureka-nest-changes': '1' })).headers['eureka-nest-changes']).toBe(
        'changes',
      );
      expect((await ask({}, 'GET', url)).headers).not.toHaveProperty('eureka-nest-changes');
    },
  );

  it('other resources do not announce the feed', async () => {
    const asks = { 'eureka-nest-changes': '1' };
    const app = fastify();
    const server = new EurekaServer({}, parts);
    server.mount(app);
    server.service.register(anInstance(), 'client');
    for (const url of ['/eureka/apps/CLOUD-PAYMENT-SERVICE', '/eureka/vips/x', '/']) {
      const answer = await app.inject({ url, headers: asks });
      expect([answer.statusCode, answer.headers['eureka-nest-changes']]).toEqual([200, undefined]);
    }
    await app.close();
  });
});
