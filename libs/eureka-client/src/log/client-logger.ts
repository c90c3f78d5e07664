/** Logger of the client: Nest's Logger, or any object of its shape. */
export interface ClientLogger {
  debug(text: string): void;
  log(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** Logs to the console; debug lines are dropped. */
export const consoleLogger: ClientLogger = {
  debug: () => undefined,
  log: (text) => console.log(`[Eureka] ${text}`),
  warn: (text) => console.warn(`[Eureka] ${text}`),
  error: (text) => console.error(`[Eureka] ${text}`),
};
