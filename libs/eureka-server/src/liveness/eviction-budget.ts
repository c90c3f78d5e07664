import { evictionLimit } from '../core/registry/eviction-limit.js';

const ONE_MINUTE = 60_000;

/** Limit of removals: within any minute no more than one eviction run may evict. */
export class EvictionBudget {
  private spentAt: readonly number[] = [];

  constructor(private readonly renewalPercentThreshold: number) {}

  /** Counts one removal if the budget allows it; false if not. */
  trySpend(registrySize: number, now: number): boolean {
    this.spentAt = this.spentAt.filter((at) => now - at < ONE_MINUTE);
    const sizeBefore = registrySize + this.spentAt.length;
    if (this.spentAt.length >= evictionLimit(sizeBefore, this.renewalPercentThreshold)) return false;
    this.spentAt = [...this.spentAt, now];
    return true;
  }

  /** Time in ms until the budget allows another removal. */
  waitMs(now: number): number {
    const [oldest = now] = this.spentAt;
    return Math.max(0, oldest + ONE_MINUTE - now);
  }
}
