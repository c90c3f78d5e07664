import type { Clock } from '@eureka-nest/runtime/time';
import type { RegistryOptions } from './registry-options.js';
import { RenewalRate } from './renewal-rate.js';

type Options = Pick<
  RegistryOptions,
  | 'enableSelfPreservation'
  | 'renewalPercentThreshold'
  | 'expectedClientRenewalIntervalSecs'
  | 'waitTimeWhenSyncEmptyMs'
  | 'expectedNumberOfClientsSendingRenews'
>;

/** Java: ServerConfig falls back to 30 where the interval makes no sense. */
const DEFAULT_RENEWAL_INTERVAL_SECS = 30;

/**
 * All that a page needs to explain the sum: expectedClients x renewsPerClient x percent = threshold, against
 * renewsLastMinute.
 */
export interface SelfPreservationNumbers {
  readonly enabled: boolean;
  readonly expectedClients: number;
  /** A minute, as the server assumes. */
  readonly renewsPerClient: number;
  readonly percent: number;
  readonly threshold: number;
  readonly renewsLastMinute: number;
  /** How many more renewals it would have taken for expired leases to end; Infinity where no number would do. */
  readonly missing: number;
  /** How many silent clients make that many renewals once they are back. */
  readonly missingClients: number;
  /** Or how many new ones, each of which is expected, too: more than silent ones. */
  readonly missingNewcomers: number;
  allowsEviction(): boolean;
  isBelowThreshold(): boolean;
}

/**
 * When far fewer renewals come than expected, the server's own network is the likelier culprit than that many
 * dead instances: then nothing is evicted. Java: PeerAwareInstanceRegistryImpl.
 */
export class SelfPreservation implements SelfPreservationNumbers {
  private readonly rate = new RenewalRate();
  private expected: number;
  private openedAt: number | undefined;

  constructor(
    private readonly options: Options,
    private readonly clock: Clock,
  ) {
    this.expected = options.expectedNumberOfClientsSendingRenews;
  }

  get enabled(): boolean {
    return this.options.enableSelfPreservation;
  }

  get expectedClients(): number {
    return this.expected;
  }

  get renewsPerClient(): number {
    const seconds = this.options.expectedClientRenewalIntervalSecs;
    return 60 / (seconds > 0 ? seconds : DEFAULT_RENEWAL_INTERVAL_SECS);
  }

  get percent(): number {
    return this.options.renewalPercentThreshold;
  }

  get threshold(): number {
    return this.thresholdOf(this.expected);
  }

  /** QUIRK(MeasuredRate): of the last full minute, and renewals passed on by peers count as well. */
  get renewsLastMinute(): number {
    return this.rate.lastMinute;
  }

  get missing(): number {
    const { threshold } = this;
    return threshold > 0 ? Math.max(0, threshold + 1 - this.renewsLastMinute) : Infinity;
  }

  get missingClients(): number {
    return Math.ceil(this.missing / this.renewsPerClient);
  }

  get missingNewcomers(): number {
    const { expected, renewsPerClient, renewsLastMinute, percent } = this;
    const isEnough = (came: number) =>
      this.thresholdOf(expected + came) > 0 &&
      renewsLastMinute + came * renewsPerClient > this.thresholdOf(expected + came);
    if (isEnough(0)) return 0;
    // Where none is expected newcomers are not either, and nobody renews more than all.
    if (expected === 0 || percent <= 0 || percent >= 1) return Infinity;
    // From a little below what the sum gives without its rounding, one by one.
    const short = (expected - 1) * renewsPerClient * percent - 1 - renewsLastMinute;
    let came = Math.max(0, Math.floor(short / (renewsPerClient * (1 - percent))));
    while (!isEnough(came)) came += 1;
    return came;
  }

  /**
   * QUIRK(isLeaseExpirationEnabled): strictly more renewals than the threshold, and a threshold of 0 forbids
   * eviction. Together with the one client expected too many (defaultOpenForTrafficCount), a registry of up
   * to five instances never evicts.
   */
  allowsEviction(): boolean {
    if (!this.enabled) return true;
    return this.threshold > 0 && this.renewsLastMinute > this.threshold;
  }

  /**
   * What turns the dashboard's line red; not in the first minutes after opening, when clients are still
   * coming.
   */
  isBelowThreshold(): boolean {
    if (this.openedAt === undefined) return false;
    const settled = this.clock() > this.openedAt + this.options.waitTimeWhenSyncEmptyMs;
    return settled && this.renewsLastMinute <= this.threshold;
  }

  /** QUIRK(AbstractInstanceRegistry.register): a count of 0 stays 0; only a recount raises it again. */
  clientAdded(): void {
    if (this.expected > 0) this.expected += 1;
  }

  clientRemoved(): void {
    if (this.expected > 0) this.expected -= 1;
  }

  countRenewal(): void {
    this.rate.count();
  }

  closeMinute(): void {
    this.rate.closeMinute();
  }

  open(clients: number): void {
    this.expected = clients;
    this.openedAt = this.clock();
  }

  /**
   * A big drop alone never lowers the expectation: that is the very case to be protected from.
   * QUIRK(PeerAwareInstanceRegistryImpl.updateRenewalThreshold): with protection off even 0 is taken over,
   * and stays.
   */
  recount(clients: number): void {
    if (clients > this.percent * this.expected || !this.enabled) this.expected = clients;
  }

  private thresholdOf(clients: number): number {
    return Math.floor(clients * this.renewsPerClient * this.percent);
  }
}
