import type { SelfPreservationNumbers } from '../core/registry/self-preservation.js';
import type { RegistryLog } from './registry-log.js';

/** Minutes below the threshold in a row that are more than a jitter of the heartbeats. */
const LASTING_MINUTES = 2;

/**
 * Decides when self-preservation is logged: once it lasts, or withholds an eviction, and once it is
 * over after that. One minute with few heartbeats changes nothing by itself.
 */
export class SelfPreservationLog {
  private minutesBelow = 0;
  private isLoggedOn = false;

  constructor(private readonly log: Pick<RegistryLog, 'selfPreservation'>) {}

  minuteClosed(numbers: SelfPreservationNumbers): void {
    this.minutesBelow = numbers.enabled && numbers.isBelowThreshold() ? this.minutesBelow + 1 : 0;
    if (this.minutesBelow >= LASTING_MINUTES) this.logOnce(true, numbers);
    else if (numbers.allowsEviction()) this.logOnce(false, numbers);
  }

  /** An instance has expired, and self-preservation keeps it. */
  evictionWithheld(numbers: SelfPreservationNumbers): void {
    this.logOnce(true, numbers);
  }

  private logOnce(isOn: boolean, numbers: SelfPreservationNumbers): void {
    if (isOn === this.isLoggedOn) return;
    this.isLoggedOn = isOn;
    this.log.selfPreservation(isOn, numbers);
  }
}
