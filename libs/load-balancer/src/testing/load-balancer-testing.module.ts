import { ServiceClient } from '../adapters/axios/service-client.js';
import { serviceClientToken } from '../nest/service-client-token.js';
import type { ServiceClientDouble } from './service-client-double.js';

/**
 * Replaces `LoadBalancerModule.forFeature` in tests; it needs no `forRoot`. It imports nothing of
 * Nest, so that the other doubles work without Nest: a dynamic module needs no decorator.
 */
export class LoadBalancerTestingModule {
  static forFeature({ client }: ServiceClientDouble) {
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
