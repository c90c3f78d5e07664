export { Eureka, Eureka as default, type EurekaInstance } from './eureka.js';
export type { EurekaConfig, GivenEurekaConfig } from './config.js';
export { Logger, type JsClientLogger } from './logger.js';
export type { RequestMiddleware, RequestOptions } from './request-middleware.js';
