import { Inject } from '@nestjs/common';

export const BALANCED_HTTP = Symbol('balanced HttpService');

/** Injects an `HttpService` whose URLs name services. Spring: @LoadBalanced on a RestTemplate bean. */
export const LoadBalanced = (): ParameterDecorator & PropertyDecorator => Inject(BALANCED_HTTP);
