import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Module,
  type ModuleMetadata,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoadBalancer } from '../load-balancer.js';
import { PublishedCalls, type PublishedCallsParts } from '../published-calls/published-calls.js';

/** Path of the events, without the application's prefix, and who calls. */
export interface PublishedCallsModuleOptions extends Pick<PublishedCallsParts, 'consumer'> {
  readonly path: string;
}

export interface PublishedCallsModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  readonly useFactory: (
    ...injected: never[]
  ) => PublishedCallsModuleOptions | Promise<PublishedCallsModuleOptions>;
}

const OPTIONS = Symbol('options of PublishedCallsModule');

/** Request and response of Express, or those of Fastify around Node's. */
type Request = IncomingMessage & { readonly raw?: IncomingMessage };
type Response = ServerResponse & { readonly raw?: ServerResponse; hijack?(): void };

/** Publishes the calls of the application's load balancer at a path; see {@link PublishedCalls}. */
@Module({})
export class PublishedCallsModule implements OnModuleInit, BeforeApplicationShutdown {
  private readonly calls: PublishedCalls;

  static forRoot(options: PublishedCallsModuleOptions): DynamicModule {
    return PublishedCallsModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync({ imports, inject, useFactory }: PublishedCallsModuleAsyncOptions): DynamicModule {
    return {
      module: PublishedCallsModule,
      imports,
      providers: [{ provide: OPTIONS, inject, useFactory }],
    };
  }

  constructor(
    @Inject(OPTIONS) private readonly options: PublishedCallsModuleOptions,
    @Inject(LoadBalancer) balancer: LoadBalancer,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {
    this.calls = new PublishedCalls({ balancer, consumer: options.consumer });
  }

  onModuleInit(): void {
    this.host.httpAdapter?.get(this.options.path, (request: Request, response: Response) => {
      response.hijack?.();
      this.calls.handle(request.raw ?? request, response.raw ?? response);
    });
  }

  /** Open streams would keep the server from closing. */
  beforeApplicationShutdown(): void {
    this.calls.close();
  }
}
