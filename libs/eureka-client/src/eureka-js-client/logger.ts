import type { ClientLogger } from '../log/client-logger.js';

/** What eureka-js-client logs to: its own logger, or one that the configuration brings. */
export interface JsClientLogger {
  error(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  info(...args: unknown[]): void;
  debug(...args: unknown[]): void;
}

const levels = { error: 50, warn: 40, info: 30, debug: 20 } as const;

/** The one of eureka-js-client: on the console, from `info` on. */
export class Logger implements JsClientLogger {
  private least: number = levels.info;

  /** Sets the level where one is given, and tells it. */
  level(wanted?: keyof typeof levels | number): number {
    if (wanted !== undefined && wanted !== 0)
      this.least = (typeof wanted === 'number' ? wanted : levels[wanted]) || levels.info;
    return this.least;
  }

  error = (...args: unknown[]): void => this.say('error', args);
  warn = (...args: unknown[]): void => this.say('warn', args);
  info = (...args: unknown[]): void => this.say('info', args);
  debug = (...args: unknown[]): void => this.say('debug', args);

  private say(level: keyof typeof levels, args: unknown[]): void {
    if (this.least <= levels[level]) console[level === 'debug' ? 'log' : level](...args);
  }
}

export const asClientLogger = (logger: JsClientLogger): ClientLogger => ({
  debug: (text) => logger.debug(text),
  log: (text) => logger.info(text),
  warn: (text) => logger.warn(text),
  error: (text) => logger.error(text),
});
