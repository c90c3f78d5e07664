export { Registry } from './core/anti-entropy/replica-merge.js';
export { eureka, EurekaServer, type EurekaServerParts } from './server/eureka-server.js';
export { consoleLogger, type LogLevel } from './log/console-logger.js';
export type { LoggerFactory, ServerLogger } from './log/server-logger.js';
export { netflixDefaults } from './options/netflix-defaults.js';
export { EurekaServerOptions } from './options/eureka-server.options.js';
export { RegistryService, type RegistryServiceParts } from './service/registry.service.js';
