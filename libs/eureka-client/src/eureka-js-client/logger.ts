import type { ClientLogger } from '../log/client-logger.js';

/** Logger of eureka-js-client: its own, or one from the configuration. */
export interface JsClientLogger {
  error(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  info(...args: unknown[]): void;
  debug(...args: unknown[]): void;
}

const levels = { error: 50, warn: 40, info: 30, debug: 20 } as const;

/** Default logger of eureka-js-client: logs to the console, from `info` up. */
export class Logger implements JsClientLogger {
  private least: number = levels.info;

  /** Sets the level if one is given, and returns the current one. */
  level(wanted?: keyof typeof levels | number): number {
    if (wanted !== undefined && wanted !== 0)
      this.least = (typeof wanted === 'number' ? wanted : levels[wanted]) || levels.info;
    return this.least;
  }

  error = (...args: unknown[]): void => this.write('error', args);
  warn = (...args: unknown[]): void => this.write('warn', args);
  info = (...args: unknown[]): void => this.write('info', args);
  debug = (...args: unknown[]): void => this.write('debug', args);

  private write(level: keyof typeof levels, args: unknown[]): void {
    if (this.least <= levels[level]) console[level === 'debug' ? 'log' : level](...args);
  }
}

export const asClientLogger = (logger: JsClientLogger): ClientLogger => ({
  debug: (text) => logger.debug(text),
  log: (text) => logger.info(text),
  warn: (text) => logger.warn(text),
  error: (text) => logger.error(text),
});
