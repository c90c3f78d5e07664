import { encodeInstanceDocument, type InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { createApp } from '@eureka-nest/runtime';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EurekaServer } from '../server/eureka-server.js';
import { EurekaServerModule } from './eureka-server.module.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { RegistryService } from '../service/registry.service.js';

const payment = anInstance({ port: 8001 });

describe('the Eureka server in a Nest application', () => {
  let app: NestFastifyApplication;

  beforeEach(async () => {
    const imports = [EurekaServerModule.forRoot({ port: 0, maxRegistrationBytes: 10_000 })];
    app = await createApp({ name: 'eureka-8761', imports, port: 0, host: '127.0.0.1', logLevel: 'error' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterEach(() => app.close());

  const get = (url: string) => app.inject({ url, headers: { accept: 'application/json' } });
  const register = (instance: InstanceInfo) =>
    app.inject({
      method: 'POST',
      url: `/eureka/apps/${instance.app}`,
      payload: encodeInstanceDocument(instance),
    });

  it.each(['/eureka/apps', '/eureka/apps/', '/eureka/v2/apps', '/eureka/v2/apps/'])(
    'speaks Eureka at %s',
    async (url) => {
      expect((await register(payment)).statusCode).toBe(204);
      expect((await get(url)).json().applications.apps__hashcode).toBe('UP_1_');
    },
  );

  it('responds to errors of the API without a body, and leaves all others to Nest', async () => {
    for (const url of ['/eureka', '/eureka/nope', '/eureka/apps/NOPE', '/eureka/apps/NOPE/x']) {
      const { statusCode, body } = await get(url);
      expect([statusCode, body]).toEqual([404, '']);
    }
    expect((await get('/nope')).json()).toMatchObject({ statusCode: 404 });
    expect((await get('/actuator/health')).json()).toEqual({ status: 'UP' });
  });

  it('accepts ids longer than the limit of the router', async () => {
    const long = anInstance({ instanceId: 'x'.repeat(250) });
    await register(long);
    const url = `/eureka/apps/${long.app}/${long.instanceId}`;
    expect((await app.inject({ method: 'PUT', url })).statusCode).toBe(200);
  });

  it('has the limits of its options', async () => {
    const large = anInstance({ metadata: { note: 'x'.repeat(10_000) } });
    expect((await register(large)).statusCode).toBe(413);
  });

  it('counts itself as open for traffic, so that a lone server expects one client', () => {
    const { selfPreservation } = app.get(RegistryService).registry.reads;
    expect([selfPreservation.expectedClients, selfPreservation.threshold]).toEqual([1, 1]);
  });

  it('has the dashboard', async () => {
    expect((await get('/')).body).toContain('No instances available');
    await register(payment);
    const page = await get('/');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<a href="http://localhost:8001/actuator/info"');
    expect((await get('/lastn')).body).toContain('CLOUD-PAYMENT-SERVICE(payment8001)');
  });
});

describe('options from a provider', () => {
  it('may be asynchronous', async () => {
    @Module({ providers: [{ provide: 'PATH', useValue: '/context/eureka' }], exports: ['PATH'] })
    class ConfigModule {}
    const server = EurekaServerModule.forRootAsync({
      imports: [ConfigModule],
      inject: ['PATH'],
      useFactory: async (path: string) => ({ port: 0, path, dashboardPath: '/context' }),
    });
    const app = await createApp({
      name: 'x',
      imports: [server],
      port: 0,
      host: '127.0.0.1',
      logLevel: 'error',
    });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    expect(app.get(EurekaServerOptions).myUrl).toBe('http://localhost:0/context/eureka/');
    expect(app.get(EurekaServer).registry).toBe(app.get(RegistryService).registry);
    expect((await app.inject({ url: '/context/eureka/v2/apps' })).statusCode).toBe(200);
    expect((await app.inject({ url: '/context' })).body).toContain('System Status');
    expect((await app.inject({ url: '/eureka/apps' })).statusCode).toBe(404);
    await app.close();
  });

  it.each([
    ['eureka', 'it must be a path such as /eureka'],
    ['/registry', 'it must be a path that ends in /eureka'],
  ])('abort the start if invalid: path %s', async (path, why) => {
    const server = EurekaServerModule.forRootAsync({ useFactory: () => ({ path }) });
    const starting = createApp({
      name: 'x',
      imports: [server],
      port: 0,
      host: '127.0.0.1',
      logLevel: 'error',
    });
    await expect(starting).rejects.toThrow(why);
  });
});
