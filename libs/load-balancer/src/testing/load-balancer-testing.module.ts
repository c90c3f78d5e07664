import { type DynamicModule, Module } from '@nestjs/common';
import { serviceClientToken } from '../nest/tokens.js';
import { ServiceClient } from '../adapters/axios/service-client.js';
import type { ServiceClientDouble } from './service-client-double.js';

/** Replaces `LoadBalancerModule.forFeature` in tests; it needs no `forRoot`. */
@Module({})
export class LoadBalancerTestingModule {
  static forFeature({ client }: ServiceClientDouble): DynamicModule {
    const token = serviceClientToken(client.service);
    return {
      module: LoadBalancerTestingModule,
      global: true,
      providers: [
        { provide: token, useValue: client },
        { provide: ServiceClient, useExisting: token },
      ],
      exports: [token, ServiceClient],
    };
  }
}
