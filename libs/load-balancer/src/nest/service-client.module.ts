import { type DynamicModule, Module } from '@nestjs/common';
import type { CreateAxiosDefaults } from 'axios';
import type { BalancedAxios } from '../adapters/axios/create-axios.js';
import { ServiceClient } from '../adapters/axios/service-client.js';
import type { ServiceSettings } from '../options/load-balancer-parts.js';
import { type AsyncOptions, optionsProviders } from './async-options.js';
import { FeatureSettings } from './feature-settings.js';
import { serviceClientToken } from './service-client-token.js';
import { BALANCED_AXIOS } from './tokens.js';

/** Settings of a service, and of the one client that is provided. */
export interface ServiceClientOptions extends ServiceSettings {
  /** Headers, login, limits and other defaults of this client's axios, and of no other. */
  readonly http?: Omit<CreateAxiosDefaults, 'adapter' | 'baseURL' | 'url'>;
}

/** Creates the options of one service's client. */
export interface ServiceClientOptionsFactory {
  createServiceClientOptions(): ServiceClientOptions | Promise<ServiceClientOptions>;
}

export type ServiceClientAsyncOptions = AsyncOptions<ServiceClientOptions, ServiceClientOptionsFactory>;

const OPTIONS = Symbol('options of a ServiceClient');

/** Module of one service's client. */
@Module({})
export class ServiceClientModule {
  /** @param where place of the call, for an error */
  static of(service: string, given: ServiceClientAsyncOptions, where: string): DynamicModule {
    const token = serviceClientToken(service);
    return {
      module: ServiceClientModule,
      imports: given.imports,
      providers: [
        ...optionsProviders(OPTIONS, given, 'createServiceClientOptions'),
        {
          provide: token,
          inject: [BALANCED_AXIOS, FeatureSettings, OPTIONS],
          useFactory: (
            { create, balancer }: BalancedAxios,
            features: FeatureSettings,
            { http, ...settings }: ServiceClientOptions,
          ) => {
            features.add(service, settings, where);
            return new ServiceClient(service, create(http), balancer);
          },
        },
        // The class as a token, for modules that call one service.
        { provide: ServiceClient, useExisting: token },
      ],
      exports: [token, ServiceClient],
    };
  }
}
