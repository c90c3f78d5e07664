import { Inject } from '@nestjs/common';
import { serviceClientToken } from './service-client-token.js';

export const BALANCED_HTTP = Symbol('balanced HttpService');
export const BALANCED_AXIOS = Symbol('balanced axios');

/** Injects an `HttpService` whose URLs may name services. Spring: @LoadBalanced */
export const LoadBalanced = (): ParameterDecorator & PropertyDecorator => Inject(BALANCED_HTTP);

/** Injects the client of a service that was imported with `LoadBalancerModule.forFeature`. */
export const InjectServiceClient = (service: string): ParameterDecorator & PropertyDecorator =>
  Inject(serviceClientToken(service));
