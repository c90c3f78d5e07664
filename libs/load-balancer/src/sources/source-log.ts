import { reasonOf } from '../core/errors.js';

export interface SourceLogger {
  log(message: string): void;
  warn(message: string): void;
}

/** One line when a source is lost, and one when it is there again; none for each try in between. */
export class SourceLog {
  private lost = false;

  constructor(
    private readonly name: string,
    private readonly logger: SourceLogger | undefined,
  ) {}

  failed(error: unknown): void {
    if (this.lost) return;
    this.lost = true;
    this.logger?.warn(`${this.name} does not answer (${reasonOf(error)}): its last list stays in use`);
  }

  answered(): void {
    if (this.lost) this.logger?.log(`${this.name} answers again`);
    this.lost = false;
  }
}
