import type { Clock } from '@eureka-nest/runtime/time';
import type { InstanceSource } from '../core/instance-source.js';
import { pause } from './time-limit.js';

/** Minimum time between two refreshes, so that a burst of misses costs the source one. */
const gapMs = 200;

/** Refreshes a source for calls that miss an instance. */
export class DemandedRefresh {
  /** Refresh that has not begun yet. */
  private planned: Promise<void> | undefined;
  private current: Promise<void> | undefined;
  private endedAt = -Infinity;

  constructor(
    private readonly source: InstanceSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves at the end of a refresh that began after the call: one in progress may lack what the
   * caller looks for. Callers who wait for the same one share it.
   */
  run(): Promise<void> {
    if (!this.source.refresh) return Promise.resolve();
    return (this.planned ??= this.afterGap());
  }

  private async afterGap(): Promise<void> {
    await this.current?.catch(() => undefined);
    const waitMs = this.endedAt + gapMs - this.clock();
    if (waitMs > 0) await pause(waitMs);
    this.current = this.refresh();
    this.planned = undefined;
    await this.current;
  }

  private async refresh(): Promise<void> {
    try {
      await this.source.refresh?.();
    } finally {
      this.current = undefined;
      this.endedAt = this.clock();
    }
  }
}
