import type { ClientLogger } from './client-logger.js';

/** Logs to the console; debug lines are dropped. */
export const consoleLogger: ClientLogger = {
  debug: () => undefined,
  log: (text) => console.log(`[Eureka] ${text}`),
  warn: (text) => console.warn(`[Eureka] ${text}`),
  error: (text) => console.error(`[Eureka] ${text}`),
};
