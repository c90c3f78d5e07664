import { within } from '@eureka-nest/runtime/time';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  type FactoryProvider,
  type InjectionToken,
  Logger,
  Module,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { AddressInfo, Server } from 'node:net';
import { EurekaClient, type EurekaClientParts } from '../eureka-client.js';
import type { EurekaClientOptions } from '../options/eureka-client.options.js';
import { registeredPort } from '../options/registered-port.js';

/** Options of the client, with its parts that are no settings, such as a health check. */
export interface EurekaClientModuleOptions extends Partial<EurekaClientOptions> {
  readonly parts?: Partial<EurekaClientParts>;
}

/** A client that is ready to use, such as a double, or the options of one. */
type ClientOrOptions = EurekaClient | EurekaClientModuleOptions;

/** Provider of the options, for `useClass` and `useExisting`. */
export interface EurekaClientOptionsFactory {
  createEurekaClientOptions(): ClientOrOptions | Promise<ClientOrOptions>;
}

/** Exactly one of `useFactory`, `useClass` and `useExisting` has to be given. */
export interface EurekaClientModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  // The parameters are those of `inject`, which cannot be expressed as a type.
  readonly useFactory?: (...injected: never[]) => ClientOrOptions | Promise<ClientOrOptions>;
  /** Class that the module instantiates. */
  readonly useClass?: Type<EurekaClientOptionsFactory>;
  /** Token of a provider of `imports`, or of a global module. */
  readonly useExisting?: InjectionToken<EurekaClientOptionsFactory>;
}

/** Time limit for the first fetch in `onModuleInit`; it goes on in the background. */
const firstFetchMs = 1_000;

/** Time after bootstrap in which an application that listens begins to. */
const listenGraceMs = 1_000;

/**
 * Ties a client to the life cycle of a Nest application. It fetches in `onModuleInit`, so that
 * later hooks find instances. It registers once the HTTP server listens, with the actual port; an
 * application that does not listen registers after bootstrap if the options have a port, and else
 * only fetches. It cancels before the server closes.
 */
@Module({})
export class EurekaClientModule implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private graceTimer: NodeJS.Timeout | undefined;

  /**
   * The environment is not read, unless you say so:
   * `forRoot({ appName: 'shop', ...fromEnv(EurekaClientOptions) })`.
   */
  static forRoot(given: EurekaClientModuleOptions = {}): DynamicModule {
    createClient(given); // Wrong options are reported here.
    // Each application has a client of its own: several may import one module, as specs do.
    return EurekaClientModule.forRootAsync({ useFactory: () => createClient(given) });
  }

  static forRootAsync(given: EurekaClientModuleAsyncOptions): DynamicModule {
    const { inject, make } = optionsSource(given);
    const client = async (host: HttpAdapterHost, ...injected: never[]) => {
      const made = await make(...injected);
      const client = made instanceof EurekaClient ? made : createClient(made);
      client.announceStart(startEvent(client, host));
      return client;
    };
    return {
      module: EurekaClientModule,
      global: true,
      imports: given.imports ?? [],
      providers: [
        ...(given.useClass ? [given.useClass] : []),
        { provide: EurekaClient, inject: [HttpAdapterHost, ...inject], useFactory: client },
      ],
      exports: [EurekaClient],
    };
  }

  constructor(
    private readonly client: EurekaClient,
    private readonly host: HttpAdapterHost,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.isStub) return;
    clientsOf.set(this.host, [...(clientsOf.get(this.host) ?? []), this.client]);
    this.startWhenListening();
    this.warnWithoutShutdownHooks();
    await this.client.startFetching();
    // No registry has to be up: what counts is that one that is up has answered.
    await within(firstFetchMs, this.client.refresh(), undefined);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.isStub) return;
    if (!this.host.httpAdapter) return this.client.start();
    // Nest listens right after the bootstrap hooks, if it does: the actual port comes first.
    if (registeredPort(this.client.options)) this.client.announceStart(undefined);
    this.afterGrace(() => this.startWithoutListening());
  }

  /** Nest calls this module by module. All clients stop at once, since drains may be long. */
  beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.graceTimer);
    // Each error is reported by the hook of its own client.
    clientsOf.get(this.host)?.forEach((each) => each.stop().catch(() => undefined));
    return this.client.stop();
  }

  /** True if a test replaced the client by an object with just the methods that it needs. */
  private get isStub(): boolean {
    return !(this.client instanceof EurekaClient);
  }

  /** Warns, once this process is listed, if nothing handles the signal that ends it. */
  private warnWithoutShutdownHooks(): void {
    const { options, logger } = this.client;
    const unsubscribe = this.client.on('registered', () => {
      unsubscribe();
      if (
        !options.shouldUnregisterOnShutdown ||
        shutdownSignals.some((each) => process.listenerCount(each) > 0)
      )
        return;
      logger.warn(
        'no handler of SIGTERM: this process stays listed after its end; call app.enableShutdownHooks()',
      );
    });
  }

  private startWhenListening(): void {
    const { httpAdapter } = this.host;
    if (!httpAdapter) return;
    const server: Server = httpAdapter.getHttpServer();
    const start = () => {
      clearTimeout(this.graceTimer);
      this.client.start((server.address() as AddressInfo | null)?.port).catch(endProcess);
    };
    if (httpAdapter.getType() !== 'fastify') return void server.once('listening', start);
    // Fastify binds further addresses of the host after the server's own `listening` event, and
    // calls the hook then; not if the application lets the server listen itself.
    httpAdapter.getInstance<Fastify>().addHook('onListen', async () => start());
    server.once('listening', () => this.afterGrace(start));
  }

  private startWithoutListening(): void {
    const { options, logger } = this.client;
    if (registeredPort(options)) this.client.start().catch(endProcess);
    else if (options.enabled && options.registerWithEureka)
      logger.log(
        'not registered yet: the application does not listen; if it never does, set eureka.instance.non-secure-port',
      );
  }

  private afterGrace(action: () => void): void {
    clearTimeout(this.graceTimer);
    this.graceTimer = setTimeout(action, listenGraceMs);
  }
}

/** Clients by application, which has one host. */
const clientsOf = new WeakMap<HttpAdapterHost, readonly EurekaClient[]>();

/** Ends the process as an uncaught exception: the options enforce a start that succeeds. */
const endProcess = (error: unknown): void =>
  void setImmediate(() => {
    throw error;
  });

const shutdownSignals = ['SIGTERM', 'SIGINT'] as const;

interface OptionsSource {
  readonly inject: NonNullable<FactoryProvider['inject']>;
  readonly make: (...injected: never[]) => ClientOrOptions | Promise<ClientOrOptions>;
}

function optionsSource({
  inject = [],
  useFactory,
  useClass,
  useExisting,
}: EurekaClientModuleAsyncOptions): OptionsSource {
  const given = [useFactory, useClass, useExisting].filter((each) => each !== undefined);
  if (given.length !== 1)
    throw new TypeError('forRootAsync takes exactly one of useFactory, useClass and useExisting');
  if (useFactory) return { inject, make: useFactory };
  const token = (useClass ?? useExisting) as InjectionToken;
  return {
    inject: [token],
    make: (factory: EurekaClientOptionsFactory) => factory.createEurekaClientOptions(),
  };
}

const createClient = ({ parts, ...options }: EurekaClientModuleOptions): EurekaClient =>
  new EurekaClient(options, { logger: new Logger('Eureka'), ...parts });

const startEvent = ({ options }: EurekaClient, { httpAdapter }: HttpAdapterHost): string =>
  httpAdapter && !registeredPort(options) ? 'the application listens' : 'the application has bootstrapped';

/** Subset of FastifyInstance. */
interface Fastify {
  addHook(name: 'onListen', hook: () => Promise<void>): unknown;
}
