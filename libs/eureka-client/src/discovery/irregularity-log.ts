import type { Irregularity } from '../core/registry-document.js';
import type { ClientLogger } from '../log/client-logger.js';

/**
 * Logs what is irregular in fetched registries: one line when it begins, and one each time that it
 * has doubled. It comes back with every fetch, and may concern thousands of instances.
 */
export class IrregularityLog {
  /** Count in the last line, by registry and kind. */
  private readonly reported = new Map<string, number>();

  constructor(private readonly logger: Pick<ClientLogger, 'log' | 'warn'>) {}

  report(from: string, found: readonly Irregularity[]): void {
    for (const { kind, count, text } of found) {
      const key = `${kind} ${from}`;
      const before = this.reported.get(key) ?? 0;
      if (count === 0) this.reported.delete(key);
      else if (count >= 2 * before) {
        this.reported.set(key, count);
        this.logger.warn(`registry ${from}${text}`);
      }
      if (count === 0 && before > 0 && kind === 'hash code')
        this.logger.log(`registry ${from}: its hash code matches again`);
    }
  }
}
