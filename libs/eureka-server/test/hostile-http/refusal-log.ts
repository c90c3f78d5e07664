import type { LoggerService } from '@nestjs/common';
import type { ServerLogger } from '../../src/log/server-logger.js';

/** Collects the log of a server. */
export class RefusalLog implements LoggerService, ServerLogger {
  /** Lines about refused requests. */
  readonly refusals: string[] = [];
  /** Errors of the server itself: no request may cause any. */
  readonly faults: string[] = [];

  clear(): void {
    this.refusals.length = 0;
    this.faults.length = 0;
  }

  warn(line: unknown): void {
    if (String(line).startsWith('refused')) this.refusals.push(String(line));
  }

  error(...parts: unknown[]): void {
    this.faults.push(parts.map(String).join(' '));
  }

  log(): void {}

  debug(): void {}
}
