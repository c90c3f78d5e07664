import { failureReason, SourceUnavailableError } from '../core/errors.js';
import type { BalancerLogger } from '../options/load-balancer-parts.js';

/** Logs when a source becomes unavailable and when it is back, but not each failure in between. */
export class SourceLog {
  private isUnavailable = false;

  constructor(
    private readonly source: string,
    private readonly logger: BalancerLogger | undefined,
  ) {}

  failed(error: unknown): void {
    if (this.isUnavailable) return;
    this.isUnavailable = true;
    const why = error instanceof SourceUnavailableError ? error.why : failureReason(error);
    this.logger?.warn(`${this.source} unavailable, keeping its last list: ${why}`);
  }

  succeeded(): void {
    if (this.isUnavailable) this.logger?.log(`${this.source} available again`);
    this.isUnavailable = false;
  }
}
