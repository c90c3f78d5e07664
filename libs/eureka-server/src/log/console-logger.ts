import { type LogFormat, type LogLevel, logLevels } from '@eureka-nest/runtime/settings';
import type { LoggerFactory } from './server-logger.js';

/** Loggers that print to the console: time, level, context, text; or the same as JSON. */
export const consoleLogger =
  (lowest: LogLevel = 'log', format: LogFormat = 'text'): LoggerFactory =>
  (context) => {
    const isEnabled = (level: LogLevel) => logLevels.indexOf(level) >= logLevels.indexOf(lowest);
    const print = (level: LogLevel, message: string, stack?: string) => {
      if (!isEnabled(level)) return;
      const timestamp = new Date().toISOString();
      const text = stack === undefined ? message : `${message}\n${stack}`;
      if (format === 'json') console[level](JSON.stringify({ timestamp, level, context, message, stack }));
      else console[level](`${timestamp} ${level.toUpperCase().padStart(5)} [${context}] ${text}`);
    };
    return {
      debug: (text) => print('debug', text),
      log: (text) => print('log', text),
      warn: (text) => print('warn', text),
      error: (text, stack) => print('error', text, stack),
      isDebugEnabled: () => isEnabled('debug'),
    };
  };
