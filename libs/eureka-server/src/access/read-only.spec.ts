import fastify, { type FastifyInstance } from 'fastify';
import { refuseClientWrites } from './read-only.js';

describe('a mirror', () => {
  let app: FastifyInstance;
  beforeEach(() => {
    app = fastify();
    refuseClientWrites(app);
    app.all('*', () => 'accepted');
  });
  afterEach(() => app.close());

  type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'DELETE';
  const ask = async (method: Method, url: string, headers = {}) => {
    const { statusCode, body } = await app.inject({ method, url, headers });
    return [statusCode, body];
  };

  it.each([
    ['POST', '/eureka/apps/A'],
    ['PUT', '/eureka/apps/A/a1'],
    ['PUT', '/eureka/apps/A/a1/status?value=DOWN'],
    ['DELETE', '/eureka/apps/A/a1/status'],
    ['PUT', '/eureka/apps/A/a1/metadata?k=v'],
    ['DELETE', '/eureka/apps/A/a1'],
    ['POST', '/eureka/apps/A?x=/peerreplication/batch/'],
  ] as const)('refuses a client its %s %s with 403 and no body', async (method, url) => {
    expect(await ask(method, url)).toEqual([403, '']);
    expect(await ask(method, url, { 'x-netflix-discovery-replication': 'false' })).toEqual([403, '']);
  });

  it.each([
    ['POST', '/eureka/apps/A'],
    ['PUT', '/eureka/apps/A/a1'],
    ['DELETE', '/eureka/apps/A/a1'],
  ] as const)('accepts the %s %s of a peer', async (method, url) => {
    expect(await ask(method, url, { 'x-netflix-discovery-replication': 'true' })).toEqual([200, 'accepted']);
  });

  it.each([
    '/eureka/peerreplication/batch',
    '/eureka/peerreplication/batch/',
    '/eureka/v2/peerreplication/batch/?a=b',
    '/eureka/peerreplication/compare',
    '/eureka/peerreplication/detail',
    '/eureka/peerreplication/instances',
  ])('accepts a %s, which only peers send', async (url) =>
    expect(await ask('POST', url)).toEqual([200, 'accepted']),
  );

  it.each(['GET', 'HEAD', 'OPTIONS'] as const)('serves %s to every client', async (method) => {
    expect((await ask(method, '/eureka/apps'))[0]).toBe(200);
  });
});
