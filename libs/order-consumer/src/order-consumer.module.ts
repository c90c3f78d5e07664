import { EurekaClient, type EurekaClientOptions } from '@eureka-nest/client';
import { EurekaClientModule } from '@eureka-nest/client/nest';
import { type LoadBalancerOptions, roundRobin } from '@eureka-nest/load-balancer';
import { LoadBalancerModule } from '@eureka-nest/load-balancer/nest';
import { HttpModule } from '@nestjs/axios';
import { type DynamicModule, Module } from '@nestjs/common';
import { OrderConsumerOptions } from './order-consumer.options.js';
import { OrderController } from './order.controller.js';
import { ProvidersWatch } from './providers-watch.js';

export interface OrderConsumerParts {
  readonly options: OrderConsumerOptions;
  readonly eureka: EurekaClientOptions;
  readonly loadBalancer: LoadBalancerOptions;
}

/** The consumer: the client finds the providers, the balancer calls them, and neither knows the other. */
@Module({})
export class OrderConsumerModule {
  static forRoot({ options, eureka, loadBalancer }: OrderConsumerParts): DynamicModule {
    return {
      module: OrderConsumerModule,
      imports: [
        EurekaClientModule.forRoot(eureka),
        LoadBalancerModule.forRootAsync({
          inject: [EurekaClient],
          // From the first on, so that the course's sequence of ports repeats.
          useFactory: (source: EurekaClient) => ({ source, strategy: () => roundRobin(), ...loadBalancer }),
        }),
        // For calls by address; a proxy of the environment is for the world outside.
        HttpModule.register({ timeout: loadBalancer.timeoutMs, proxy: false }),
      ],
      controllers: [OrderController],
      providers: [{ provide: OrderConsumerOptions, useValue: options }, ProvidersWatch],
    };
  }
}
