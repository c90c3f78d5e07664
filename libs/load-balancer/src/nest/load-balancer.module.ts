import { HttpService } from '@nestjs/axios';
import { type DynamicModule, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import {
  createBalancedAxios,
  type BalancedAxios,
  type BalancedAxiosParts,
} from '../adapters/axios/create-axios.js';
import { LoadBalancer } from '../load-balancer.js';
import { LoadBalancerOptions } from '../options/load-balancer.options.js';
import { type AsyncOptions, optionsProviders } from './async-options.js';
import { FeatureSettings } from './feature-settings.js';
import { rejectUnknownRules, rejectUnknownSettings } from './known-settings.js';
import {
  type ServiceClientAsyncOptions,
  ServiceClientModule,
  type ServiceClientOptions,
} from './service-client.module.js';
import { BALANCED_AXIOS, BALANCED_HTTP } from './tokens.js';

/** Parts of the balancer, and any of the {@link LoadBalancerOptions}. */
export type LoadBalancerModuleOptions = Pick<
  BalancedAxiosParts,
  'source' | 'strategy' | 'filters' | 'retry' | 'ejection' | 'services' | 'tls'
> &
  Partial<LoadBalancerOptions>;

/** Creates the options of the balancer. */
export interface LoadBalancerOptionsFactory {
  createLoadBalancerOptions(): LoadBalancerModuleOptions | Promise<LoadBalancerModuleOptions>;
}

export type LoadBalancerModuleAsyncOptions = AsyncOptions<
  LoadBalancerModuleOptions,
  LoadBalancerOptionsFactory
>;

const OPTIONS = Symbol('options of LoadBalancerModule');

/** Makes `@LoadBalanced()` and {@link LoadBalancer} injectable everywhere. */
@Module({})
export class LoadBalancerModule implements OnApplicationShutdown {
  constructor(@Inject(BALANCED_AXIOS) private readonly balanced: BalancedAxios) {}

  static forRoot(options: LoadBalancerModuleOptions): DynamicModule {
    return LoadBalancerModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync(given: LoadBalancerModuleAsyncOptions): DynamicModule {
    return {
      module: LoadBalancerModule,
      global: true,
      imports: given.imports,
      providers: [
        ...optionsProviders(OPTIONS, given, 'createLoadBalancerOptions'),
        { provide: BALANCED_AXIOS, inject: [OPTIONS], useFactory: createFromOptions },
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
        {
          provide: FeatureSettings,
          inject: [LoadBalancer],
          useFactory: (balancer: LoadBalancer) => new FeatureSettings(balancer),
        },
      ],
      exports: [LoadBalancer, BALANCED_HTTP, BALANCED_AXIOS, FeatureSettings],
    };
  }

  /**
   * Provides the client of one service, for `@InjectServiceClient` or injection by class. All
   * options but `http` are settings of the service; they win over those of `forRoot`.
   */
  static forFeature(service: string, options: ServiceClientOptions = {}): DynamicModule {
    const where = callerOf(LoadBalancerModule.forFeature);
    return ServiceClientModule.of(service, { useFactory: () => options }, where);
  }

  /** Provides the client of one service, with options from a provider such as a `ConfigService`. */
  static forFeatureAsync(service: string, given: ServiceClientAsyncOptions): DynamicModule {
    return ServiceClientModule.of(service, given, callerOf(LoadBalancerModule.forFeatureAsync));
  }

  /** Last hook of the shutdown: calls still in flight before it need their connections. */
  onApplicationShutdown(): void {
    this.balanced.close();
  }
}

function createFromOptions(options: LoadBalancerModuleOptions): BalancedAxios {
  const { source, strategy, filters, retry, ejection, services, tls, ...rest } = options;
  rejectUnknownRules(options);
  Object.values(services ?? {}).forEach(rejectUnknownSettings);
  return createBalancedAxios(
    { source, strategy, filters, retry, ejection, services, tls, logger: new Logger('LoadBalancer') },
    new LoadBalancerOptions(rest),
  );
}

/** Place in the code that called the function: `at /app/orders.module.js:12:24`. */
function callerOf(called: unknown): string {
  const at: { stack?: string } = {};
  Error.captureStackTrace(at, called as () => void);
  return at.stack?.split('\n')[1]?.trim() ?? '';
}
