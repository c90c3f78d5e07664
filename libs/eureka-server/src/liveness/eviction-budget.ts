import { evictionLimit } from '../core/registry/eviction.js';

const ONE_MINUTE = 60_000;

/** How many may be taken out at once: within any minute no more than one sweep may evict, so that a mistake of ours has an end. */
export class EvictionBudget {
  private takenAt: readonly number[] = [];

  constructor(private readonly renewalPercentThreshold: number) {}

  /** Says whether one more may go, and counts it then. */
  take(size: number, now: number): boolean {
    this.takenAt = this.takenAt.filter((at) => now - at < ONE_MINUTE);
    const before = size + this.takenAt.length;
    if (this.takenAt.length >= evictionLimit(before, this.renewalPercentThreshold)) return false;
    this.takenAt = [...this.takenAt, now];
    return true;
  }

  /** In how many ms one more may. */
  waitMs(now: number): number {
    const [oldest = now] = this.takenAt;
    return Math.max(0, oldest + ONE_MINUTE - now);
  }
}
