import { type DynamicModule, Module } from '@nestjs/common';
import type { BalancedAxios } from '../adapters/axios/create-axios.js';
import { ServiceClient } from '../adapters/axios/service-client.js';
import type { ServiceSettings } from '../options/service-settings.js';
import { BALANCED_AXIOS, serviceClientToken } from './tokens.js';

/** Provides the client of one service; see `LoadBalancerModule.forFeature`. */
@Module({})
export class ServiceClientModule {
  static of(service: string, settings: ServiceSettings): DynamicModule {
    return {
      module: ServiceClientModule,
      providers: [
        {
          provide: serviceClientToken(service),
          inject: [BALANCED_AXIOS],
          useFactory: ({ axios, balancer }: BalancedAxios) => {
            balancer.configure(service, settings);
            return new ServiceClient(service, axios, balancer);
          },
        },
        // The class as a token, for modules that call one service.
        { provide: ServiceClient, useExisting: serviceClientToken(service) },
      ],
      exports: [serviceClientToken(service), ServiceClient],
    };
  }
}
