import type { LoggerService } from '@nestjs/common';
import { EventEmitter, once } from 'node:events';

/** Collects log lines of servers, and lets specs wait for them. */
export class PeerLog extends EventEmitter implements LoggerService {
  readonly lines: string[] = [];
  readonly faults: string[] = [];

  log(line: unknown): void {
    this.record(String(line));
  }

  warn(line: unknown): void {
    this.record(String(line));
  }

  error(...what: unknown[]): void {
    this.faults.push(what.map(String).join(' '));
  }

  debug(): void {}

  /** Lines that report a problem with this peer. */
  complaintsAbout(url: string): readonly string[] {
    return this.lines.filter((line) => line.includes(url) && /retrying \(|skipped/.test(line));
  }

  async complaintAbout(url: string): Promise<void> {
    while (this.complaintsAbout(url).length === 0) await once(this, 'line');
  }

  private record(line: string): void {
    this.lines.push(line);
    this.emit('line');
  }
}
