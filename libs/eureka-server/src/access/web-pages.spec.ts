import fastify, { type FastifyInstance } from 'fastify';
import { request } from 'node:http';
import { listeningPort } from '@eureka-nest/runtime';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { refuseWebPages } from './web-pages.js';

describe('a server that listens on loopback', () => {
  let app: FastifyInstance;
  let port: number;
  let logged: string[];
  afterEach(() => app.close());

  const start = async (given: Partial<EurekaServerOptions> = {}, host = '127.0.0.1') => {
    logged = [];
    app = fastify();
    refuseWebPages(app, new EurekaServerOptions(given), { warn: (line: string) => void logged.push(line) });
    app.all('*', () => 'accepted');
    await app.listen({ port: 0, host });
    port = listeningPort(app.server);
  };

  /** Node's own client: `fetch` would set the Host header itself. */
  const ask = (method: string, headers: Record<string, string>) =>
    new Promise<[number | undefined, string]>((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port, method, path: '/eureka/apps/A', headers },
        (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (part: string) => (body += part));
          response.on('end', () => resolve([response.statusCode, body]));
        },
      );
      sent.on('error', reject).end();
    });
  const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

  it.each([
    'evil.example',
    'evil.example:8761',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    '127.0.0.1.nip.io',
    'eureka7001.com',
  ])('refuses each request for the host %s', async (host) => {
    await start();
    for (const method of methods) {
      const [status, body] = await ask(method, { host });
      expect([method, status]).toEqual([method, 403]);
      // Java's client would parse any body of a heartbeat's response as an instance.
      expect(body).toContain(method === 'PUT' ? '' : 'eureka.server.allowed-hosts');
    }
    expect(logged).toEqual([
      `refused a request for the host ${host}: eureka.server.allowed-hosts does not list it`,
    ]);
  });

  it.each([
    'localhost',
    'LocalHost:8761',
    'localhost.',
    'a.localhost:1',
    '127.0.0.1:8761',
    '127.8.8.8',
    '[::1]:8761',
    '0.0.0.0',
    '10.1.2.3',
    'registry',
    'registry:8761',
  ])('serves each request for the host %s', async (host) => {
    await start();
    for (const method of methods) expect(await ask(method, { host })).toEqual([200, 'accepted']);
  });

  it('serves its own names, and those that an option allows', async () => {
    await start({
      hostname: 'registry.example',
      peers: ['http://eureka7002.com:7002/eureka/'],
      allowedHosts: ['proxy.example', '.internal'],
    });
    for (const host of [
      'registry.example:1',
      'EUREKA7002.com',
      'proxy.example',
      'a.b.internal',
      'internal',
    ]) {
      expect(await ask('POST', { host })).toEqual([200, 'accepted']);
    }
    for (const host of ['a.proxy.example', 'internal.example'])
      expect((await ask('POST', { host }))[0]).toBe(403);
    await app.close();
    await start({ hostnames: 'course', port: 7001 });
    expect(await ask('POST', { host: 'eureka7001.com:7001' })).toEqual([200, 'accepted']);
    await app.close();
    await start({ allowedHosts: ['*'] });
    expect(await ask('POST', { host: 'any.example', origin: 'http://other.example' })).toEqual([
      200,
      'accepted',
    ]);
  });

  it('is one that listens nowhere else: another one has names that it cannot know', async () => {
    await start({}, '0.0.0.0');
    expect(await ask('POST', { host: 'registry.example' })).toEqual([200, 'accepted']);
    expect((await ask('POST', { host: 'registry.example', origin: 'http://evil.example' }))[0]).toBe(403);
  });

  it.each([
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'something-new' },
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:3000' },
    { origin: 'null' },
    { referer: 'https://evil.example/page' },
  ])('refuses changes of a page of another site: %j', async (headers) => {
    await start();
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      expect((await ask(method, { host: 'localhost:8761', ...headers } as never))[0]).toBe(403);
    }
    expect((await ask('GET', { host: 'localhost:8761', ...headers } as never))[0]).toBe(200);
    expect(logged).toHaveLength(1);
  });

  it.each([
    { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8761' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://localhost:8761' },
    { referer: 'http://localhost:8761/' },
    { 'sec-fetch-mode': 'cors' },
    { referer: '' },
    { origin: '', referer: '' },
    {},
  ])('accepts changes of its own pages and of programs: %j', async (headers) => {
    await start();
    expect(await ask('POST', { host: 'localhost:8761', ...headers } as never)).toEqual([200, 'accepted']);
  });

  it('accepts changes of the pages that an option allows', async () => {
    await start({ allowedHosts: ['admin.example'] });
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://admin.example:444' };
    expect(await ask('POST', headers)).toEqual([200, 'accepted']);
  });

  it('logs a hundred hosts at most', async () => {
    await start();
    for (let each = 0; each < 110; each++) await ask('GET', { host: `h${each}.example` });
    expect(logged).toHaveLength(100);
  });
});
