export { Registry } from './core/registry.js';
export { EurekaServerModule } from './eureka-server.module.js';
export { EurekaServerOptions } from './eureka-server.options.js';
export { eurekaPlugin, type EurekaPluginOptions } from './http/eureka.plugin.js';
export { RegistryService, type RegistryServiceParts } from './registry.service.js';
export { runEurekaServer } from './run-eureka-server.js';
