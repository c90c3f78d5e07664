import { HttpService } from '@nestjs/axios';
import { type DynamicModule, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import {
  createBalancedAxios,
  type BalancedAxios,
  type BalancedAxiosParts,
} from '../adapters/axios/create-axios.js';
import { ServiceClient } from '../adapters/axios/service-client.js';
import { LoadBalancer } from '../load-balancer.js';
import { LoadBalancerOptions } from '../options/load-balancer.options.js';
import type { ServiceSettings } from '../options/load-balancer-parts.js';
import type { AsyncOptions } from './async-options.js';
import { BALANCED_AXIOS, BALANCED_HTTP, serviceClientToken } from './tokens.js';

/** Parts of the balancer, and any of the {@link LoadBalancerOptions}. */
export type LoadBalancerModuleOptions = Pick<
  BalancedAxiosParts,
  'source' | 'strategy' | 'filters' | 'retry' | 'ejection' | 'services' | 'tls'
> &
  Partial<LoadBalancerOptions>;

export type LoadBalancerModuleAsyncOptions = AsyncOptions<LoadBalancerModuleOptions>;

/** Module of one service's client; see {@link LoadBalancerModule.forFeature}. */
@Module({})
class ServiceClientModule {}

/** Makes `@LoadBalanced()` and {@link LoadBalancer} injectable everywhere. */
@Module({})
export class LoadBalancerModule implements OnApplicationShutdown {
  constructor(@Inject(BALANCED_AXIOS) private readonly balanced: BalancedAxios) {}

  static forRoot(options: LoadBalancerModuleOptions): DynamicModule {
    return LoadBalancerModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync({ imports, inject, useFactory }: LoadBalancerModuleAsyncOptions): DynamicModule {
    return {
      module: LoadBalancerModule,
      global: true,
      imports,
      providers: [
        {
          provide: BALANCED_AXIOS,
          inject,
          useFactory: async (...injected: never[]) => createFromOptions(await useFactory(...injected)),
        },
        {
          provide: LoadBalancer,
          inject: [BALANCED_AXIOS],
          useFactory: ({ balancer }: BalancedAxios) => balancer,
        },
        {
          provide: BALANCED_HTTP,
          inject: [BALANCED_AXIOS],
          useFactory: ({ axios }: BalancedAxios) => new HttpService(axios),
        },
      ],
      exports: [LoadBalancer, BALANCED_HTTP, BALANCED_AXIOS],
    };
  }

  /** Provides the client of one service, for `@InjectServiceClient` or injection by class. */
  static forFeature(service: string, settings: ServiceSettings = {}): DynamicModule {
    const token = serviceClientToken(service);
    return {
      module: ServiceClientModule,
      providers: [
        {
          provide: token,
          inject: [BALANCED_AXIOS],
          useFactory: ({ create, balancer }: BalancedAxios) => {
            balancer.configure(service, settings);
            return new ServiceClient(service, create(), balancer);
          },
        },
        // The class as a token, for modules that call one service.
        { provide: ServiceClient, useExisting: token },
      ],
      exports: [token, ServiceClient],
    };
  }

  /** Last hook of the shutdown: calls still in flight before it need their connections. */
  onApplicationShutdown(): void {
    this.balanced.close();
  }
}

function createFromOptions(options: LoadBalancerModuleOptions): BalancedAxios {
  const { source, strategy, filters, retry, ejection, services, tls, ...rest } = options;
  return createBalancedAxios(
    { source, strategy, filters, retry, ejection, services, tls, logger: new Logger('LoadBalancer') },
    new LoadBalancerOptions(rest),
  );
}
