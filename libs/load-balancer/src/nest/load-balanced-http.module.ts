import { HttpService } from '@nestjs/axios';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import axios, { type AxiosRequestConfig } from 'axios';
import { balanceAxios } from '../adapters/axios/axios-interceptor.js';
import { keepAliveAgents, type KeepAliveAgents } from '../adapters/axios/keep-alive-agents.js';
import { LoadBalancer } from '../load-balancer.js';
import { type AsyncOptions, optionsProviders } from './async-options.js';

/** Options of axios, and the time limit for a connection. */
export interface LoadBalancedHttpModuleOptions extends AxiosRequestConfig {
  readonly connectTimeoutMs?: number;
}

/** Creates the options, by the method that `HttpModule` of @nestjs/axios calls too. */
export interface LoadBalancedHttpOptionsFactory {
  createHttpOptions(): LoadBalancedHttpModuleOptions | Promise<LoadBalancedHttpModuleOptions>;
}

export type LoadBalancedHttpModuleAsyncOptions = AsyncOptions<
  LoadBalancedHttpModuleOptions,
  LoadBalancedHttpOptionsFactory
>;

const OPTIONS = Symbol('options of LoadBalancedHttpModule');
const AGENTS = Symbol('agents of LoadBalancedHttpModule');

/** Replaces `HttpModule` of @nestjs/axios; URLs of its `HttpService` may name services. */
@Module({})
export class LoadBalancedHttpModule implements OnApplicationShutdown {
  constructor(@Inject(AGENTS) private readonly agents: KeepAliveAgents) {}

  static register(options: LoadBalancedHttpModuleOptions = {}): DynamicModule {
    return LoadBalancedHttpModule.registerAsync({ useFactory: () => options });
  }

  static registerAsync(given: LoadBalancedHttpModuleAsyncOptions): DynamicModule {
    return {
      module: LoadBalancedHttpModule,
      imports: given.imports,
      providers: [
        ...optionsProviders(OPTIONS, given, 'createHttpOptions'),
        {
          provide: AGENTS,
          inject: [OPTIONS],
          useFactory: ({ connectTimeoutMs = 2_000 }: LoadBalancedHttpModuleOptions) =>
            keepAliveAgents(connectTimeoutMs),
        },
        { provide: HttpService, inject: [LoadBalancer, OPTIONS, AGENTS], useFactory: createHttpService },
      ],
      exports: [HttpService],
    };
  }

  onApplicationShutdown(): void {
    this.agents.destroy();
  }
}

function createHttpService(
  balancer: LoadBalancer,
  { connectTimeoutMs: _, ...config }: LoadBalancedHttpModuleOptions,
  { httpAgent, httpsAgent, httpsAgentFor }: KeepAliveAgents,
): HttpService {
  const instance = axios.create({ adapter: 'http', proxy: false, httpAgent, httpsAgent, ...config });
  balanceAxios(instance, balancer, { httpsAgentFor });
  return new HttpService(instance);
}
