export { Registry } from './core/registry.js';
export { eureka, EurekaServer, type EurekaServerParts } from './eureka-server.js';
export { EurekaServerModule, type EurekaServerModuleAsyncOptions } from './eureka-server.module.js';
export { classic } from './classic.js';
export { EurekaServerOptions } from './eureka-server.options.js';
export { RegistryService, type RegistryServiceParts } from './registry.service.js';
export { runEurekaServer } from './run-eureka-server.js';
