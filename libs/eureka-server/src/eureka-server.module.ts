import { systemClock, systemRandom } from '@eureka-nest/runtime';
import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Registry } from './core/registry.js';
import { EurekaServerLifecycle } from './eureka-server.lifecycle.js';
import { EurekaServerOptions } from './eureka-server.options.js';
import { EurekaServerTimers } from './eureka-server.timers.js';
import { eurekaPlugin } from './http/eureka.plugin.js';
import { pagePlugin } from './http/page/page.plugin.js';
import { Peers } from './peers/peers.js';
import { RegistryService } from './registry.service.js';

/** A Eureka server in a Nest application on Fastify: the wire below `/eureka`, the page at `/`. */
@Module({})
export class EurekaServerModule implements OnModuleInit {
  static forRoot(given: Partial<EurekaServerOptions> = {}): DynamicModule {
    const options = given instanceof EurekaServerOptions ? given : new EurekaServerOptions(given);
    return {
      module: EurekaServerModule,
      providers: [
        { provide: EurekaServerOptions, useValue: options },
        { provide: Registry, useFactory: () => new Registry(options, systemClock, systemRandom) },
        { provide: Peers, useFactory: () => new Peers(options, systemClock) },
        {
          provide: RegistryService,
          useFactory: (registry: Registry, peers: Peers) =>
            new RegistryService(registry, { passOn: (change) => peers.tell(change) }),
          inject: [Registry, Peers],
        },
        EurekaServerLifecycle,
        EurekaServerTimers,
      ],
      exports: [Registry, RegistryService],
    };
  }

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly options: EurekaServerOptions,
    private readonly service: RegistryService,
    private readonly peers: Peers,
  ) {}

  /** Straight on Fastify: the wire is not Nest's controllers, for speed and so that it can be mounted anywhere. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    const { options, service, peers } = this;
    const { disableDelta, maxRegistrationBytes, maxBatchBytes } = options;
    const limits = { maxRegistrationBytes, maxBatchBytes };
    void fastify.register(eurekaPlugin, { prefix: '/eureka', registry: service, disableDelta, ...limits });
    void fastify.register(pagePlugin, { service, peers, options });
  }
}
