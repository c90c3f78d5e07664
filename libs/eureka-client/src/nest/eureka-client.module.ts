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

/** The options, and what is no setting: the health of this process, certificates in memory, a token for each request. */
export interface EurekaClientModuleOptions extends Partial<EurekaClientOptions> {
  readonly parts?: Partial<EurekaClientParts>;
}

export interface EurekaClientModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  // Its arguments are what `inject` lists, which no type can follow.
  readonly useFactory: (
    ...injected: never[]
  ) => EurekaClient | EurekaClientModuleOptions | Promise<EurekaClient | EurekaClientModuleOptions>;
}

/**
 * Ties one client to the life of a Nest application: it registers once the HTTP server listens, with the port that it
 * really has, and takes itself out before that server closes. Without an HTTP server it only fetches.
 */
@Module({})
export class EurekaClientModule implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  static forRoot(given: EurekaClientModuleOptions = {}): DynamicModule {
    const client = clientOf(given);
    return EurekaClientModule.forRootAsync({ useFactory: () => client });
  }

  static forRootAsync({
    imports = [],
    inject = [],
    useFactory,
  }: EurekaClientModuleAsyncOptions): DynamicModule {
    const client = async (...injected: never[]) => {
      const made = await useFactory(...injected);
      return made instanceof EurekaClient ? made : clientOf(made);
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
    // Not waited for. Where the options enforce what no registry grants, that is an unhandled rejection, which ends the process.
    const start = () => void this.client.start((server.address() as AddressInfo | null)?.port);
    // Of Fastify not the server's own event: that comes before all addresses of the host are bound.
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

const clientOf = ({ parts, ...options }: EurekaClientModuleOptions): EurekaClient =>
  new EurekaClient(options, { logger: new Logger('Eureka'), ...parts });

/** What is needed of a FastifyInstance. */
interface Fastify {
  addHook(name: 'onListen', hook: () => Promise<void>): unknown;
}
