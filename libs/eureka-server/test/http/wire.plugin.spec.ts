import { anInstance } from '@eureka-nest/protocol/testing';
import fastify from 'fastify';
import { wirePlugin } from '../../src/server/wire.plugin.js';
import { at, BareWire, payment } from '../builders/bare-wire.js';

describe('the registry API on a plain Fastify', () => {
  const wire = new BareWire();
  const { send, register } = wire;
  beforeEach(() => wire.open());
  afterEach(() => wire.close());

  it('registers with 204 and an empty body, and lists the instance', async () => {
    const response = await register();
    expect([response.statusCode, response.body]).toEqual([204, '']);
    const shown = await send('GET', at);
    expect(shown.headers['content-type']).toBe('application/json');
    expect(shown.json().instance).toMatchObject({
      instanceId: 'payment8001',
      status: 'UP',
      actionType: 'ADDED',
    });
    const all = (await send('GET', '/eureka/apps')).json().applications;
    expect(all).toMatchObject({ versions__delta: '1', apps__hashcode: 'UP_1_' });
    expect(all.application[0].instance).toHaveLength(1);
    const delta = (await send('GET', '/eureka/apps/delta')).json().applications;
    expect(delta.application[0].instance[0].actionType).toBe('ADDED');
    expect((await send('GET', '/eureka/apps/cloud-payment-service')).json().application.name).toBe(
      payment.app,
    );
    expect((await send('GET', '/eureka/instances/payment8001')).statusCode).toBe(200);
  });

  it.each([
    ['/eureka/apps', 200],
    ['/eureka/apps/', 200],
    ['/eureka/v2/apps', 200],
    ['/eureka/v2/apps/', 200],
    ['/eureka/apps/delta/', 200],
    ['/eureka/apps/CLOUD-PAYMENT-SERVICE/', 200],
    ['/eureka/v2/apps/CLOUD-PAYMENT-SERVICE/payment8001', 200],
    ['/eureka/apps/%43LOUD-PAYMENT-SERVICE/payment%38001', 200],
    ['/eureka/apps;a=b', 200],
    ['/eureka', 404],
    ['/eureka/', 404],
    ['/eureka/v2', 404],
    ['/eureka/v2/', 404],
    ['/eureka//apps', 404],
    ['/eureka/apps//', 404],
    ['/eureka/v1/apps', 200],
    ['/eureka/V1/apps/', 200],
    ['/eureka/V2/apps', 404],
    ['/eureka/vips/cloud-payment-service', 200],
    ['/eureka/v2/svips/unknown/', 200],
    ['/eureka/vips', 404],
    ['/eureka/vips/', 404],
    ['/eureka/serverinfo/statusoverrides/', 200],
    ['/eureka/v2/serverinfo/statusoverrides', 404],
    ['/eureka/Apps', 404],
    ['/eureka/nope', 404],
    ['/eureka/apps/CLOUD-PAYMENT-SERVICE/payment8001/nope', 404],
    ['/eureka/apps/NOPE', 404],
    ['/eureka/apps/DELTA', 404],
    ['/eureka/apps/%E0%A4%A', 400],
  ])('responds to GET %s with %i', async (url, status) => {
    await register();
    const response = await send('GET', url);
    expect(response.statusCode).toBe(status);
    if (status === 404) expect(response.body).toBe('');
  });

  it('accepts ids of any length and with any character', async () => {
    const odd = anInstance({ instanceId: `host.${'x'.repeat(300)}:a b?d#e:é` });
    expect((await register(odd)).statusCode).toBe(204);
    const url = `/eureka/apps/${odd.app}/${encodeURIComponent(odd.instanceId ?? '')}`;
    expect((await send('PUT', url)).statusCode).toBe(200);
    expect((await send('DELETE', url)).statusCode).toBe(200);
  });

  it.each([
    ['PUT', '/eureka/apps', 'GET,HEAD,OPTIONS'],
    ['DELETE', '/eureka/apps/CLOUD-PAYMENT-SERVICE', 'GET,HEAD,POST,OPTIONS'],
    ['PATCH', at, 'GET,HEAD,PUT,DELETE,OPTIONS'],
    ['GET', `${at}/status`, 'PUT,DELETE,OPTIONS'],
    ['GET', '/eureka/peerreplication/batch/', 'POST,OPTIONS'],
  ] as const)('refuses %s %s with 405 and the allowed methods', async (method, url, allow) => {
    const response = await send(method, url);
    expect([response.statusCode, response.headers.allow, response.body]).toEqual([405, allow, '']);
    expect((await send('OPTIONS', url)).statusCode).toBe(200);
  });

  it('lists the allowed methods for a method that Fastify does not know', async () => {
    const response = await send('PROPFIND' as 'GET', at);
    expect([response.statusCode, response.headers.allow, response.body]).toEqual([
      405,
      'GET,HEAD,PUT,DELETE,OPTIONS',
      '',
    ]);
  });

  it('responds to HEAD as to GET, without the body', async () => {
    await register();
    const response = await send('HEAD', '/eureka/apps');
    expect([response.statusCode, response.body]).toEqual([200, '']);
    expect((await send('HEAD', '/eureka/apps/NOPE')).statusCode).toBe(404);
  });

  it.each(['', '/eureka/', '/context/eureka'])('can be mounted at "%s"', async (prefix) => {
    await register();
    const other = fastify();
    await other.register(wirePlugin, { prefix, service: wire.service });
    const base = prefix.replace(/\/$/, '');
    for (const url of [`${base}/apps`, `${base}/apps/`, `${base}/v2/apps`]) {
      expect((await other.inject(url)).statusCode).toBe(200);
    }
    expect((await other.inject(`${base}/nope`)).statusCode).toBe(404);
    await other.close();
  });

  it('refuses the delta if it is disabled', async () => {
    const other = fastify();
    await other.register(wirePlugin, {
      prefix: '/eureka',
      service: wire.service,
      options: { disableDelta: true },
    });
    expect((await other.inject('/eureka/apps/delta')).statusCode).toBe(403);
    expect((await other.inject('/eureka/apps')).statusCode).toBe(200);
    await other.close();
  });

  it('with a rate limit refuses excess full fetches with an empty 503, and nothing else', async () => {
    await register();
    const other = fastify();
    const options = { rateLimiterEnabled: true, rateLimiterBurstSize: 2 };
    await other.register(wirePlugin, { prefix: '/eureka', service: wire.service, options });
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await other.inject('/eureka/apps')).statusCode),
    );
    expect(statuses).toEqual([200, 200, 503]);
    const refused = await other.inject('/eureka/apps/delta');
    expect([refused.statusCode, refused.body]).toEqual([503, '']);
    for (const url of [at, '/eureka/vips/x']) expect((await other.inject(url)).statusCode).toBe(200);
    const standard = { 'discoveryidentity-name': 'DefaultClient' };
    expect((await other.inject({ url: '/eureka/apps', headers: standard })).statusCode).toBe(200);
    await other.close();
  });

  it('has no AWS groups', async () => {
    const response = await send('PUT', '/eureka/asg/group/status?value=ENABLED');
    expect([response.statusCode, response.body]).toEqual([400, '']);
  });
});
