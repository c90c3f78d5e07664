import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  type InjectionToken,
  Module,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type OnModuleInit,
  type OptionalFactoryDependency,
  type Provider,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Registry } from '../core/registry/registry.js';
import { EurekaServer } from '../server/eureka-server.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { nestLogger } from './nest-logger.js';
import { RegistryService } from '../service/registry.service.js';

/** Options from a provider, such as a configuration service. */
export interface EurekaServerModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: (InjectionToken | OptionalFactoryDependency)[];
  readonly useFactory: (
    ...injected: never[]
  ) => Partial<EurekaServerOptions> | Promise<Partial<EurekaServerOptions>>;
}

const parts = { loggerFor: nestLogger };

/** Eureka server in a Nest application on Fastify: API below `/eureka`, dashboard at `/`. */
@Module({})
export class EurekaServerModule implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  static forRoot(given: Partial<EurekaServerOptions> = {}): DynamicModule {
    return moduleWith({ provide: EurekaServer, useValue: new EurekaServer(given, parts) });
  }

  static forRootAsync(options: EurekaServerModuleAsyncOptions): DynamicModule {
    const { imports = [], inject = [], useFactory } = options;
    const make = async (...injected: never[]) => new EurekaServer(await useFactory(...injected), parts);
    return { ...moduleWith({ provide: EurekaServer, useFactory: make, inject }), imports };
  }

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly server: EurekaServer,
  ) {}

  /** Mounts on Fastify itself: not Nest controllers, for speed and to be mountable anywhere. */
  onModuleInit(): void {
    this.server.mount(this.host.httpAdapter.getInstance<FastifyInstance>());
  }

  onApplicationBootstrap(): void {
    this.server.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.server.stop();
  }
}

const moduleWith = (server: Provider): DynamicModule => ({
  module: EurekaServerModule,
  providers: [
    server,
    {
      provide: EurekaServerOptions,
      useFactory: ({ options }: EurekaServer) => options,
      inject: [EurekaServer],
    },
    { provide: Registry, useFactory: ({ registry }: EurekaServer) => registry, inject: [EurekaServer] },
    { provide: RegistryService, useFactory: ({ service }: EurekaServer) => service, inject: [EurekaServer] },
  ],
  exports: [EurekaServer, EurekaServerOptions, Registry, RegistryService],
});
