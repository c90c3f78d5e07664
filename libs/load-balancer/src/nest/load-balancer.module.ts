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
import { balancedAxios, type BalancedAxios } from '../axios/balanced-axios.js';
import { LoadBalancer, type LoadBalancerParts } from '../load-balancer.js';
import { LoadBalancerOptions } from '../load-balancer.options.js';
import { BALANCED_HTTP } from './load-balanced.js';

/** Where instances come from, and any of the {@link LoadBalancerOptions}. */
export type LoadBalancerModuleOptions = Pick<LoadBalancerParts, 'source' | 'strategy'> &
  Partial<LoadBalancerOptions>;

export interface LoadBalancerModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  // Its arguments are what `inject` lists, which no type can follow.
  readonly useFactory: (
    ...injected: never[]
  ) => LoadBalancerModuleOptions | Promise<LoadBalancerModuleOptions>;
}

const BALANCED_AXIOS = Symbol('balanced axios');

/** Makes {@link LoadBalanced} and {@link LoadBalancer} injectable everywhere. */
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
      exports: [LoadBalancer, BALANCED_HTTP],
    };
  }

  /** Not earlier: calls that are under way while the application stops still need their connections. */
  onApplicationShutdown(): void {
    this.balanced.close();
  }
}

function build({ source, strategy, ...options }: LoadBalancerModuleOptions): BalancedAxios {
  return balancedAxios(
    { source, strategy, logger: new Logger('LoadBalancer') },
    new LoadBalancerOptions(options),
  );
}
