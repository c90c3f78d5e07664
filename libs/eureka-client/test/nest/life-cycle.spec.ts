import { anInstance } from '@eureka-nest/protocol/testing';
import { type DynamicModule, Inject, Injectable, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { EurekaClient } from '../../src/eureka-client.js';
import { EurekaClientModule } from '../../src/nest/eureka-client.module.js';
import type { EurekaClientOptions } from '../../src/options/eureka-client.options.js';
import { FakeRegistry } from '../builders/fake-registry.js';
import { RecordingLogger } from '../builders/recording-logger.js';

/** Started application, whatever its kind. */
interface Running {
  get(type: typeof EurekaClient): EurekaClient;
  close(): Promise<void>;
}

const http = (root: DynamicModule) =>
  NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });

/** Ways to run an application. A hybrid one that serves no HTTP calls `init` as well. */
const kinds = {
  listens: async (root: DynamicModule) => {
    const app = await http(root);
    await app.listen(0, '127.0.0.1');
    return app;
  },
  'lets its own server listen': async (root: DynamicModule) => {
    const app = await http(root);
    await app.init();
    app.getHttpServer().listen(0, '127.0.0.1');
    return app;
  },
  'calls init only': async (root: DynamicModule) => (await http(root)).init(),
  'has no server': (root: DynamicModule) =>
    NestFactory.createApplicationContext(root, { logger: false, abortOnError: false }),
} satisfies Readonly<Record<string, (root: DynamicModule) => Promise<Running>>>;

type Kind = keyof typeof kinds;

describe('the life cycle of the Nest module', () => {
  let registry: FakeRegistry;
  let log: RecordingLogger;
  let running: Running | undefined;

  const rootWith = (given: Partial<EurekaClientOptions>, providers: Provider[] = []) => ({
    module: class Root {},
    imports: [
      EurekaClientModule.forRoot({
        serviceUrls: [registry.url],
        appName: 'shop',
        hostname: 'localhost',
        ipAddress: '127.0.0.1',
        lingerMs: 0,
        ...given,
        parts: { logger: log },
      }),
    ],
    providers,
  });
  const run = async (kind: Kind, given: Partial<EurekaClientOptions>, providers: Provider[] = []) => {
    running = await kinds[kind](rootWith(given, providers));
    return running.get(EurekaClient);
  };
  const registeredPorts = () => [...registry.instances.values()].map(({ port }) => port.number);
  const actualPort = () =>
    ((running as NestFastifyApplication).getHttpServer().address() as AddressInfo).port;

  beforeEach(async () => {
    log = new RecordingLogger();
    registry = await FakeRegistry.start();
    registry.put(anInstance({ port: 8002 }));
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
    await registry.kill();
  });

  const portGiven = 4711;
  it.each<[Kind, number | undefined, 'actual' | 'given' | 'none']>([
    ['listens', undefined, 'actual'],
    ['listens', portGiven, 'actual'],
    ['lets its own server listen', undefined, 'actual'],
    ['calls init only', undefined, 'none'],
    ['calls init only', portGiven, 'given'],
    ['has no server', undefined, 'none'],
    ['has no server', portGiven, 'given'],
  ])(
    'an application that %s, with port %s, finds services and registers its %s port',
    async (kind, port, expected) => {
      registry.instances.clear();
      registry.put(anInstance({ port: 8002 }));
      const client = await run(kind, { ...(port !== undefined && { port }) });
      expect(client.instances('cloud-payment-service').map((each) => each.port)).toEqual([8002]);
      if (expected === 'none') {
        await log.waitFor('set eureka.instance.non-secure-port');
        expect(registry.matching(/^POST/)).toEqual([]);
      } else {
        await registry.receives(/^POST/);
        expect(await client.whenRegistered()).toBe(true);
        expect(registeredPorts()).toEqual([8002, expected === 'actual' ? actualPort() : portGiven]);
      }
      await running?.close();
      running = undefined;
      expect(registeredPorts()).toEqual([8002]);
    },
  );

  describe('in hooks of other providers', () => {
    /** What a hook finds, and how its awaits end. */
    const found: Record<string, unknown> = {};
    const look = async (client: EurekaClient) => ({
      fetched: await client.whenFetched(),
      ports: client.instances('cloud-payment-service').map(({ port }) => port),
      registered: await client.whenRegistered().catch((error: Error) => error.message),
    });

    @Injectable()
    class Early {
      constructor(@Inject(EurekaClient) private readonly client: EurekaClient) {}
      async onModuleInit(): Promise<void> {
        found['init'] = await look(this.client);
      }
      async onApplicationBootstrap(): Promise<void> {
        found['bootstrap'] = await look(this.client);
      }
    }
    const factory = {
      provide: 'factory',
      inject: [EurekaClient],
      useFactory: async (client: EurekaClient) => {
        found['factory'] = await look(client);
      },
    };
    const fetched = { fetched: true, ports: [8002] };
    const until = (event: string) => ({
      ...fetched,
      registered: expect.stringContaining(`registers only when ${event}: call whenRegistered() after that`),
    });
    const onceItListens = until('the application listens');
    const onceItBootstrapped = until('the application has bootstrapped');

    it.each<[Kind, number | undefined, object, object]>([
      ['listens', undefined, onceItListens, onceItListens],
      ['calls init only', undefined, onceItListens, onceItListens],
      ['calls init only', portGiven, onceItBootstrapped, { ...fetched, registered: true }],
      ['has no server', undefined, onceItBootstrapped, { ...fetched, registered: false }],
      ['has no server', portGiven, onceItBootstrapped, { ...fetched, registered: true }],
    ])(
      'an application that %s, with port %s, finds instances, and no await hangs',
      async (kind, port, early, late) => {
        await run(kind, { ...(port !== undefined && { port }) }, [Early, factory]);
        expect(found).toEqual({ factory: early, init: early, bootstrap: late });
      },
    );

    it('resolve to false at once if the client does neither', async () => {
      await run('listens', { enabled: false }, [Early, factory]);
      const neither = { fetched: false, ports: [], registered: false };
      expect(found).toEqual({ factory: neither, init: neither, bootstrap: neither });
    });
  });

  describe('warns that a signal would end the process without a cancellation', () => {
    const signals = ['SIGTERM', 'SIGINT'] as const;
    const others = new Map<NodeJS.Signals, NodeJS.SignalsListener[]>();
    const handler = () => undefined;
    beforeEach(() => {
      for (const each of signals) {
        others.set(each, process.listeners(each) as NodeJS.SignalsListener[]);
        process.removeAllListeners(each);
      }
    });
    afterEach(() => {
      process.removeListener('SIGTERM', handler);
      for (const [signal, listeners] of others) for (const each of listeners) process.on(signal, each);
    });

    it.each<[string, Partial<EurekaClientOptions>, boolean, number]>([
      ['once, if nothing handles it', {}, false, 1],
      ['not if something does', {}, true, 0],
      ['not if it does not cancel anyway', { shouldUnregisterOnShutdown: false }, false, 0],
    ])('%s', async (_, given, isHandled, times) => {
      if (isHandled) process.on('SIGTERM', handler);
      const client = await run('listens', given);
      await client.whenRegistered();
      expect(await client.setMetadata({ version: '2' })).toBe(true);
      expect(log.shown.filter((line) => line.includes('app.enableShutdownHooks()'))).toHaveLength(times);
    });
  });

  it('registers a secure port only, without listening', async () => {
    const client = await run('has no server', {
      nonSecurePortEnabled: false,
      securePortEnabled: true,
      securePort: 8443,
    });
    expect(await client.whenRegistered()).toBe(true);
    expect(client.instance?.securePort).toEqual({ number: 8443, enabled: true });
  });

  it('starts without a registry, after one attempt', async () => {
    await registry.kill();
    const client = await run('listens', {});
    expect([client.registered, client.services()]).toEqual([false, []]);
    await registry.listen();
    expect([await client.whenFetched(), await client.whenRegistered()]).toEqual([true, true]);
  });

  it('starts beside a registry that hangs', async () => {
    registry.script = () => new Promise(() => undefined);
    expect((await run('calls init only', {})).services()).toEqual([]);
  });

  it('fails in init if a fetch is enforced and no registry responds', async () => {
    await registry.kill();
    await expect(run('calls init only', { enforceFetchAtInit: true })).rejects.toThrow('no registry for');
  });

  it('does not register an application that was closed before it listened', async () => {
    await run('calls init only', { port: portGiven });
    await running?.close();
    running = undefined;
    await registry.settled();
    expect(registry.matching(/^POST/)).toEqual([]);
  });
});
