import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  type FactoryProvider,
  Logger,
  Module,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { AddressInfo, Server } from 'node:net';
import { EurekaClient, type EurekaClientParts } from '../eureka-client.js';
import type { EurekaClientOptions } from '../options/eureka-client.options.js';

/** Options of the client, with its parts that are no settings, such as a health check. */
export interface EurekaClientModuleOptions extends Partial<EurekaClientOptions> {
  readonly parts?: Partial<EurekaClientParts>;
}

export interface EurekaClientModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  // The parameters are those of `inject`, which cannot be expressed as a type.
  readonly useFactory: (
    ...injected: never[]
  ) => EurekaClient | EurekaClientModuleOptions | Promise<EurekaClient | EurekaClientModuleOptions>;
}

/**
 * Ties a client to the life cycle of a Nest application: it registers once the HTTP server listens,
 * with the actual port, and cancels before the server closes. Without an HTTP server it only
 * fetches.
 */
@Module({})
export class EurekaClientModule implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  static forRoot(given: EurekaClientModuleOptions = {}): DynamicModule {
    const client = createClient(given);
    return EurekaClientModule.forRootAsync({ useFactory: () => client });
  }

  static forRootAsync({
    imports = [],
    inject = [],
    useFactory,
  }: EurekaClientModuleAsyncOptions): DynamicModule {
    const client = async (...injected: never[]) => {
      const made = await useFactory(...injected);
      return made instanceof EurekaClient ? made : createClient(made);
    };
    return {
      module: EurekaClientModule,
      global: true,
      imports,
      providers: [{ provide: EurekaClient, inject, useFactory: client }],
      exports: [EurekaClient],
    };
  }

  constructor(
    private readonly client: EurekaClient,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const { httpAdapter } = this.host;
    if (!httpAdapter) return;
    const server: Server = httpAdapter.getHttpServer();
    // Not awaited: a start that fails, because the options enforce it, ends the process as an
    // unhandled rejection.
    const start = () => void this.client.start((server.address() as AddressInfo | null)?.port);
    // Fastify binds further addresses of the host after the server's own `listening` event.
    if (httpAdapter.getType() === 'fastify')
      httpAdapter.getInstance<Fastify>().addHook('onListen', async () => start());
    else server.once('listening', start);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.host.httpAdapter) await this.client.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.client.stop();
  }
}

const createClient = ({ parts, ...options }: EurekaClientModuleOptions): EurekaClient =>
  new EurekaClient(options, { logger: new Logger('Eureka'), ...parts });

/** Subset of FastifyInstance. */
interface Fastify {
  addHook(name: 'onListen', hook: () => Promise<void>): unknown;
}
