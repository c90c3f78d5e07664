import { EurekaClient, type EurekaClientOptions } from '@eureka-nest/client';
import { EurekaClientModule } from '@eureka-nest/client/nest';
import { type LoadBalancerOptions, roundRobin } from '@eureka-nest/load-balancer';
import { LoadBalancerModule } from '@eureka-nest/load-balancer/nest';
import { HttpModule } from '@nestjs/axios';
import { type DynamicModule, Module } from '@nestjs/common';
import { CachedList } from './cached-list.js';
import { OrderConsumerOptions } from './order-consumer.options.js';
import { LessonsController } from './lessons.controller.js';
import { OrderController } from './order.controller.js';
import { ProvidersWatch } from './providers-watch.js';
import { publishedCalls } from './published-calls.js';

export interface OrderConsumerParts {
  readonly options: OrderConsumerOptions;
  readonly eureka: EurekaClientOptions;
  readonly loadBalancer: LoadBalancerOptions;
}

/**
 * The consumer: the client finds the providers, the balancer calls them; neither knows the other.
 */
@Module({})
export class OrderConsumerModule {
  static forRoot({ options, eureka, loadBalancer }: OrderConsumerParts): DynamicModule {
    const { listCacheSecs } = options;
    return {
      module: OrderConsumerModule,
      imports: [
        EurekaClientModule.forRoot(eureka),
        LoadBalancerModule.forRootAsync({
          inject: [EurekaClient],
          // roundRobin starts with the first instance here, as in the course; the default is
          // random. A provider without its database responds 503: another one may have it.
          useFactory: (client: EurekaClient) => ({
            source: listCacheSecs === undefined ? client : new CachedList(client, listCacheSecs * 1000),
            strategy: () => roundRobin(),
            retry: { retryOn: ['broken', 'timeout', 503] },
            ...loadBalancer,
          }),
        }),
        ...(options.publishCalls ? [publishedCalls] : []),
        // Plain HTTP client for calls by address; it ignores the environment's proxy.
        HttpModule.register({ timeout: loadBalancer.timeoutMs, proxy: false }),
      ],
      controllers: [OrderController, LessonsController],
      providers: [{ provide: OrderConsumerOptions, useValue: options }, ProvidersWatch],
    };
  }
}
