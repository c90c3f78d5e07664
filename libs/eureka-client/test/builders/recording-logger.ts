import type { ClientLogger } from '../../src/log/client-logger.js';

/** Logger that records its lines, each with its level in front, and lets a spec wait for a line. */
export class RecordingLogger implements ClientLogger {
  readonly lines: string[] = [];
  private readonly waiting = new Set<() => void>();

  debug = (text: string): void => this.write('debug', text);
  log = (text: string): void => this.write('log', text);
  warn = (text: string): void => this.write('warn', text);
  error = (text: string): void => this.write('error', text);

  /** Lines above `debug`: those that a person sees. */
  get shown(): readonly string[] {
    return this.lines.filter((line) => !line.startsWith('debug'));
  }

  /** Resolves with the nth line that contains the text. */
  waitFor(part: string, times = 1): Promise<string> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.lines.filter((line) => line.includes(part))[times - 1];
        if (found === undefined) return;
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }

  private write(level: string, text: string): void {
    this.lines.push(`${level} ${text}`);
    for (const look of this.waiting) look();
  }
}
