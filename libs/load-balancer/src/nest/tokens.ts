import { Inject } from '@nestjs/common';

export const BALANCED_HTTP = Symbol('balanced HttpService');
export const BALANCED_AXIOS = Symbol('balanced axios');

/** Injects an `HttpService` whose URLs name services. Spring: @LoadBalanced on a RestTemplate bean. */
export const LoadBalanced = (): ParameterDecorator & PropertyDecorator => Inject(BALANCED_HTTP);

/** Where the client of a service is found, in whatever case it is written. */
export const serviceClientToken = (service: string): string => `ServiceClient ${service.toLowerCase()}`;

/** Injects the client of a service that `LoadBalancerModule.forFeature` was told of. */
export const InjectServiceClient = (service: string): ParameterDecorator & PropertyDecorator =>
  Inject(serviceClientToken(service));
