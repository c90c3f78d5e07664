import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { listeningPort } from './listening-port.js';
import { runApp } from './run-app.js';

const v3 = 'application/vnd.spring-boot.actuator.v3+json';
const v2 = 'application/vnd.spring-boot.actuator.v2+json';

describe('the actuator of an app', () => {
  let app: NestFastifyApplication;
  let origin: string;

  beforeAll(async () => {
    app = await runApp({ name: 'x', imports: [], port: 0, host: '127.0.0.1', logLevel: 'error' });
    origin = `http://127.0.0.1:${listeningPort(app.getHttpServer())}`;
  });
  afterAll(() => app.close());

  it.each(['/actuator', '/actuator/', '/actuator?a=/b'])('links to its endpoints at %s', async (path) => {
    const response = await fetch(`${origin}${path}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, v3]);
    expect(await response.json()).toEqual({
      _links: {
        self: { href: `${origin}/actuator`, templated: false },
        health: { href: `${origin}/actuator/health`, templated: false },
        info: { href: `${origin}/actuator/info`, templated: false },
      },
    });
  });

  it('links to endpoints that exist, by GET, HEAD and OPTIONS', async () => {
    const { _links } = (await (await fetch(`${origin}/actuator`)).json()) as {
      _links: Record<string, { href: string }>;
    };
    for (const { href } of Object.values(_links)) {
      expect((await fetch(href)).headers.get('content-type')).toBe(v3);
      expect((await fetch(href, { method: 'HEAD' })).status).toBe(200);
      const options = await fetch(href, { method: 'OPTIONS' });
      expect([options.status, options.headers.get('allow')]).toEqual([200, 'GET,HEAD,OPTIONS']);
      expect(await options.text()).toBe('');
    }
  });

  it.each(['metrics', 'env', 'loggers'])('has no %s, which a probe by OPTIONS sees', async (name) => {
    for (const method of ['GET', 'OPTIONS']) {
      expect((await fetch(`${origin}/actuator/${name}`, { method })).status).toBe(404);
    }
  });

  it('links to the host that the caller used', async () => {
    const { body } = await app.inject({ url: '/actuator', headers: { host: 'shop.example:81' } });
    expect(JSON.parse(body)._links.health.href).toBe('http://shop.example:81/actuator/health');
  });

  it.each([
    [undefined, v3],
    ['*/*', v3],
    ['application/json', 'application/json'],
    [v2, v2],
    [`${v2}, ${v3}`, v2],
    [`${v3}, ${v2}, application/json`, v3],
    ['application/json;q=0.5, */*', v3],
    ['application/json, text/plain, */*', 'application/json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', v3],
    ['application/json;q=0', v3],
    ['text/plain', v3],
    ['nonsense;;q=x', v3],
  ])('has the type that is accepted: %s yields %s', async (accept, type) => {
    for (const url of ['/actuator', '/actuator/health', '/actuator/info']) {
      const { statusCode, headers } = await app.inject({ url, headers: { ...(accept && { accept }) } });
      expect([statusCode, headers['content-type']]).toEqual([200, type]);
    }
  });
});
