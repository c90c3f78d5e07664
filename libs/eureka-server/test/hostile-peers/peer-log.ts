import type { LoggerService } from '@nestjs/common';
import { EventEmitter, once } from 'node:events';

/** Remembers what servers tell, and lets others wait for it. */
export class PeerLog extends EventEmitter implements LoggerService {
  readonly lines: string[] = [];
  readonly faults: string[] = [];

  log(line: unknown): void {
    this.take(String(line));
  }

  warn(line: unknown): void {
    this.take(String(line));
  }

  error(...what: unknown[]): void {
    this.faults.push(what.map(String).join(' '));
  }

  debug(): void {}

  /** Those that say that something is wrong with this peer. */
  complaintsOf(url: string): readonly string[] {
    return this.lines.filter((line) => line.includes(url) && /retrying \(|left out/.test(line));
  }

  async complainedOf(url: string): Promise<void> {
    while (this.complaintsOf(url).length === 0) await once(this, 'line');
  }

  private take(line: string): void {
    this.lines.push(line);
    this.emit('line');
  }
}
