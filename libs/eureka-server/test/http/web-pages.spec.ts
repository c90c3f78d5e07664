import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { Target } from '../hostile-http/target.js';

const payment = anInstance({ app: 'EVIL', instanceId: 'evil' });

describe('a web page, before a lone registry on the same machine', () => {
  const target = new Target();
  beforeAll(() => target.open());
  afterAll(() => target.close());

  const inject = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, headers: Record<string, string>) =>
    target.host.inject({
      method,
      url,
      headers,
      ...(method === 'POST' && { payload: encodeInstanceDocument(payment) }),
    });
  const changes = [
    ['POST', '/eureka/apps/EVIL'],
    ['POST', '/eureka/v2/apps/EVIL'],
    ['POST', '/eureka/peerreplication/batch/'],
    ['PUT', '/eureka/apps/SHOP/shop1'],
    ['PUT', '/eureka/apps/SHOP/shop1/status?value=DOWN'],
    ['PUT', '/eureka/apps/SHOP/shop1/metadata?a=b'],
    ['DELETE', '/eureka/apps/SHOP/shop1'],
    ['DELETE', '/eureka/apps/SHOP/shop1/status'],
  ] as const;
  const json = { 'content-type': 'application/json' };

  it.each(changes)('cannot send %s %s', async (method, url) => {
    for (const headers of [
      { host: 'evil.example' },
      { host: 'localhost', origin: 'https://evil.example' },
      { host: 'localhost', 'sec-fetch-site': 'cross-site' },
      { host: 'localhost', origin: 'null', 'content-type': 'text/plain' },
    ]) {
      expect((await inject(method, url, { ...json, ...headers } as never)).statusCode).toBe(403);
      expect(target.server.registry.reads.hashCode()).toBe('UP_1_');
    }
  });

  it.each(['/', '/lastn', '/eureka/apps', '/eureka/apps/delta', '/eureka/changes', '/eureka/status'])(
    'cannot read %s under its own name',
    async (url) => {
      expect((await inject('GET', url, { host: 'evil.example' })).statusCode).toBe(403);
    },
  );

  it('leaves the registry to programs', async () => {
    expect((await inject('POST', '/eureka/apps/EVIL', { ...json, host: 'localhost' })).statusCode).toBe(204);
  });
});
