import { HttpService } from '@nestjs/axios';
import {
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Logger,
  Module,
  type ModuleMetadata,
  type OnApplicationShutdown,
} from '@nestjs/common';
import {
  balancedAxios,
  type BalancedAxios,
  type BalancedAxiosParts,
} from '../adapters/axios/create-axios.js';
import { LoadBalancer } from '../load-balancer.js';
import { LoadBalancerOptions } from '../options/load-balancer.options.js';
import type { ServiceSettings } from '../options/service-settings.js';
import { ServiceClientModule } from './service-client.module.js';
import { BALANCED_AXIOS, BALANCED_HTTP } from './tokens.js';

/** Where instances come from, how they are called, and any of the {@link LoadBalancerOptions}. */
export type LoadBalancerModuleOptions = Pick<
  BalancedAxiosParts,
  'source' | 'strategy' | 'filters' | 'retry' | 'ejection' | 'services' | 'tls'
> &
  Partial<LoadBalancerOptions>;

export interface LoadBalancerModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  // Its arguments are what `inject` lists, which no type can follow.
  readonly useFactory: (
    ...injected: never[]
  ) => LoadBalancerModuleOptions | Promise<LoadBalancerModuleOptions>;
}

/** Makes `@LoadBalanced()` and {@link LoadBalancer} injectable everywhere. */
@Module({})
export class LoadBalancerModule implements OnApplicationShutdown {
  constructor(@Inject(BALANCED_AXIOS) private readonly balanced: BalancedAxios) {}

  static forRoot(options: LoadBalancerModuleOptions): DynamicModule {
    return LoadBalancerModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync({
    imports = [],
    inject = [],
    useFactory,
  }: LoadBalancerModuleAsyncOptions): DynamicModule {
    return {
      module: LoadBalancerModule,
      global: true,
      imports,
      providers: [
        {
          provide: BALANCED_AXIOS,
          inject,
          useFactory: async (...injected: never[]) => build(await useFactory(...injected)),
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

  /** One service: its client, by `@InjectServiceClient` or by the class, and what is different for it. */
  static forFeature(service: string, settings: ServiceSettings = {}): DynamicModule {
    return ServiceClientModule.of(service, settings);
  }

  /** Not earlier: calls that are under way while the application stops still need their connections. */
  onApplicationShutdown(): void {
    this.balanced.close();
  }
}

function build(options: LoadBalancerModuleOptions): BalancedAxios {
  const { source, strategy, filters, retry, ejection, services, tls, ...rest } = options;
  return balancedAxios(
    { source, strategy, filters, retry, ejection, services, tls, logger: new Logger('LoadBalancer') },
    new LoadBalancerOptions(rest),
  );
}
