export { EurekaServerModule, type EurekaServerModuleAsyncOptions } from './eureka-server.module.js';
export { nestLogger } from './nest-logger.js';
export { runEurekaServer } from './run-eureka-server.js';
