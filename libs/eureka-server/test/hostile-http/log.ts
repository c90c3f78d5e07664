import type { LoggerService } from '@nestjs/common';
import type { ServerLogger } from '../../src/log/server-logger.js';

/** Remembers what a server tells, in place of printing it. */
export class Log implements LoggerService, ServerLogger {
  /** What somebody asked for and was not given. */
  readonly refusals: string[] = [];
  /** What went wrong in the server itself: nothing that is sent may cause that. */
  readonly faults: string[] = [];

  clear(): void {
    this.refusals.length = 0;
    this.faults.length = 0;
  }

  warn(line: unknown): void {
    if (String(line).startsWith('refused')) this.refusals.push(String(line));
  }

  error(...what: unknown[]): void {
    this.faults.push(what.map(String).join(' '));
  }

  log(): void {}

  debug(): void {}
}
