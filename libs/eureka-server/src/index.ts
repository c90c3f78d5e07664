export { Registry } from './core/registry/registry.js';
export { eureka, EurekaServer, type EurekaServerParts } from './server/eureka-server.js';
export { EurekaServerModule, type EurekaServerModuleAsyncOptions } from './nest/eureka-server.module.js';
export { netflixDefaults } from './options/netflix-defaults.js';
export { EurekaServerOptions } from './options/eureka-server.options.js';
export { RegistryService, type RegistryServiceParts } from './service/registry.service.js';
export { runEurekaServer } from './nest/run-eureka-server.js';
