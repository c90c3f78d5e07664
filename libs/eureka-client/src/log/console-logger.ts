import type { ClientLogger } from './client-logger.js';

/** Writes to the console, but for what is only of interest when looking for a fault. */
export const consoleLogger: ClientLogger = {
  debug: () => undefined,
  log: (text) => console.log(`[Eureka] ${text}`),
  warn: (text) => console.warn(`[Eureka] ${text}`),
  error: (text) => console.error(`[Eureka] ${text}`),
};
