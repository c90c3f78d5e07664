import { Logger } from '@nestjs/common';
import type { LoggerFactory, ServerLogger } from '../log/server-logger.js';

class NestLogger extends Logger implements ServerLogger {
  isDebugEnabled(): boolean {
    return Logger.isLevelEnabled('debug');
  }
}

/** Loggers that write to the log of the Nest application. */
export const nestLogger: LoggerFactory = (context) => new NestLogger(context);
