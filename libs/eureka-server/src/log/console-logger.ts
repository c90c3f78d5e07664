import { type LogLevel, logLevels } from '@eureka-nest/runtime/settings';
import type { LoggerFactory } from './server-logger.js';

/** Loggers that print to the console: time, level, context, text. */
export const consoleLogger =
  (lowest: LogLevel = 'log'): LoggerFactory =>
  (context) => {
    const isEnabled = (level: LogLevel) => logLevels.indexOf(level) >= logLevels.indexOf(lowest);
    const print = (level: LogLevel, text: string) => {
      if (!isEnabled(level)) return;
      console[level](`${new Date().toISOString()} ${level.toUpperCase().padStart(5)} [${context}] ${text}`);
    };
    return {
      debug: (text) => print('debug', text),
      log: (text) => print('log', text),
      warn: (text) => print('warn', text),
      error: (text, stack) => print('error', stack === undefined ? text : `${text}\n${stack}`),
      isDebugEnabled: () => isEnabled('debug'),
    };
  };
