import { Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { AddressInfo } from 'node:net';
import { EurekaClient } from '../../src/eureka-client.js';
import { FakeRegistry } from '../builders/fake-registry.js';
import { EurekaClientDouble } from '../../src/testing/index.js';
import { EurekaClientModule } from '../../src/nest/eureka-client.module.js';

@Injectable()
class Caller {
  constructor(@Inject(EurekaClient) readonly client: EurekaClient) {}
}

@Module({ providers: [Caller] })
class CallerModule {}

describe('the Nest module', () => {
  let registry: FakeRegistry;
  const appModule = () => ({
    module: class Root {},
    imports: [
      EurekaClientModule.forRoot({
        serviceUrls: [registry.url],
        appName: 'cloud-payment-service',
        hostname: 'localhost',
      }),
      CallerModule,
    ],
  });
  const anApp = () =>
    NestFactory.create<NestFastifyApplication>(appModule(), new FastifyAdapter(), { logger: false });

  beforeEach(async () => {
    registry = await FakeRegistry.start();
  });
  afterEach(() => registry.kill());

  it('registers once the server listens, with its actual port', async () => {
    const app = await anApp();
    await app.init();
    expect(registry.matching(/^POST/)).toEqual([]);
    await app.listen(0, '127.0.0.1');
    expect(await app.get(EurekaClient).whenRegistered()).toBe(true);
    const { port } = app.getHttpServer().address() as AddressInfo;
    expect([...registry.instances.keys()]).toEqual([`localhost:cloud-payment-service:${port}`]);
    await app.close();
  });

  it('is global, and cancels while its server still responds', async () => {
    const app = await anApp();
    await app.listen(0, '127.0.0.1');
    const { client } = app.get(Caller, { strict: false });
    await client.whenRegistered();
    const listened: [string, boolean][] = [];
    registry.script = ({ line }) => {
      if (line.startsWith('DELETE')) listened.push(['cancelled', app.getHttpServer().listening]);
      return undefined;
    };
    client.on('stopped', () => listened.push(['stopped', app.getHttpServer().listening]));
    await app.close();
    // The lingering is over when the stop resolves.
    expect(listened).toEqual([
      ['cancelled', true],
      ['stopped', true],
    ]);
    expect(registry.instances.size).toBe(0);
  });

  it('only fetches in an application without a server', async () => {
    const context = await NestFactory.createApplicationContext(appModule(), { logger: false });
    expect(await context.get(EurekaClient).whenFetched()).toBe(true);
    await context.close();
    expect(registry.requests.every(({ line }) => line.startsWith('GET'))).toBe(true);
  });

  it('can take its options from injected providers', async () => {
    const options = { appName: 'shop', hostname: 'localhost', ipAddress: '127.0.0.1' };
    const config = {
      module: class Config {},
      providers: [{ provide: 'config', useValue: options }],
      exports: ['config'],
    };
    const eureka = EurekaClientModule.forRootAsync({
      imports: [config],
      inject: ['config'],
      useFactory: async (given: typeof options) => ({ ...given, serviceUrls: [registry.url] }),
    });
    const root = { module: class Root {}, imports: [eureka, CallerModule] };
    const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), {
      logger: false,
    });
    await app.listen(0, '127.0.0.1');
    expect(await app.get(Caller, { strict: false }).client.whenRegistered()).toBe(true);
    await app.close();
    expect(registry.matching(/^POST apps\/SHOP/)).toHaveLength(1);
  });

  describe('can take its client from a class', () => {
    const double = new EurekaClientDouble({ shop: ['http://127.0.0.1:8001'] });
    @Injectable()
    class Config {
      createEurekaClientOptions = () => double;
    }
    const config = { module: class ConfigModule {}, providers: [Config], exports: [Config] };

    it.each([
      ['that the module instantiates', { useClass: Config }],
      ['that is a provider', { imports: [config], useExisting: Config }],
    ])('%s', async (_, given) => {
      const root = { module: class Root {}, imports: [EurekaClientModule.forRootAsync(given), CallerModule] };
      const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), {
        logger: false,
      });
      await app.init();
      const { client } = app.get(Caller, { strict: false });
      expect(client.instances('shop').map(({ port }) => port)).toEqual([8001]);
      await app.close();
    });

    it.each([[{}], [{ useClass: Config, useExisting: Config }]])('but not from %p', (given) => {
      expect(() => EurekaClientModule.forRootAsync(given)).toThrow('exactly one of');
    });
  });

  it('starts nothing on a stub, which has just the methods that a test needs', async () => {
    const stop = jest.fn();
    const stub = { instances: () => [], stop };
    const testing = await Test.createTestingModule({ imports: [appModule()] })
      .overrideProvider(EurekaClient)
      .useValue(stub)
      .compile();
    const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    await app.listen(0, '127.0.0.1');
    await app.close();
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('runs the health check', async () => {
    const eureka = EurekaClientModule.forRoot({
      serviceUrls: [registry.url],
      hostname: 'localhost',
      ipAddress: '127.0.0.1',
      parts: { health: () => false },
    });
    const root = { module: class Root {}, imports: [eureka] };
    const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), {
      logger: false,
    });
    await app.listen(0, '127.0.0.1');
    await registry.receives(/^POST/);
    await registry.receives(/^PUT|^POST/, 2);
    await registry.settled();
    expect([...registry.instances.values()].map(({ status }) => status)).toEqual(['DOWN']);
    await app.close();
  });

  it('rejects invalid options while the application is built', () => {
    expect(() => EurekaClientModule.forRoot({ serviceUrls: ['http://localhost:7001'] })).toThrow(
      'did you mean',
    );
  });
});
