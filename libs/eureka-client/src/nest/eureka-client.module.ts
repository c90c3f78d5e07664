import { portOf } from '@eureka-nest/runtime';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Module,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { EurekaClient } from '../eureka-client.js';
import { EurekaClientOptions } from '../eureka-client.options.js';

/**
 * Ties one client to the life of a Nest application: it registers once the HTTP server listens, with the port that it
 * really has, and takes itself out before that server closes. Without an HTTP server it only fetches.
 */
@Global()
@Module({})
export class EurekaClientModule implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  static forRoot(given: Partial<EurekaClientOptions> = {}): DynamicModule {
    const options = new EurekaClientOptions(given);
    return {
      module: EurekaClientModule,
      providers: [{ provide: EurekaClient, useFactory: () => new EurekaClient(options) }],
      exports: [EurekaClient],
    };
  }

  constructor(
    private readonly client: EurekaClient,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify: Fastify | undefined = this.host.httpAdapter?.getInstance();
    // Not the server's own event: that comes before all addresses of the host are bound.
    fastify?.addHook('onListen', async () => this.client.start(portOf(fastify.server)));
  }

  onApplicationBootstrap(): void {
    if (!this.host.httpAdapter) this.client.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.client.stop();
  }
}

/** What is needed of a FastifyInstance. */
interface Fastify {
  readonly server: Server;
  addHook(name: 'onListen', hook: () => Promise<void>): unknown;
}
