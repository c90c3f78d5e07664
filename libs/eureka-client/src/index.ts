export { EurekaClient, type EurekaClientParts } from './eureka-client.js';
export { EurekaClientOptions } from './eureka-client.options.js';
export type { ClientLogger } from './client-logger.js';
export type { ServiceInstance } from './core/service-view.js';
export { NoRegistryError, RegistryUnreachableError, UnusableAnswerError } from './core/errors.js';
