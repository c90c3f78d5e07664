export { Registry } from './core/registry/registry.js';
export { consoleLogger } from './log/console-logger.js';
export type { LoggerFactory, ServerLogger } from './log/server-logger.js';
export { EurekaServerOptions } from './options/eureka-server.options.js';
export { netflixDefaults } from './options/netflix-defaults.js';
export { eureka, type EurekaPluginOptions } from './server/eureka.plugin.js';
export { EurekaServer, type EurekaServerParts } from './server/eureka-server.js';
export { RegistryService, type RegistryServiceParts } from './service/registry.service.js';
