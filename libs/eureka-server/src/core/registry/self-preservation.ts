import type { Clock } from '@eureka-nest/runtime/time';
import type { RegistryOptions } from './registry-options.js';
import { RenewalRate } from './renewal-rate.js';

/** Interval where the option is 0 or less. Java: ServerConfig */
const DEFAULT_RENEWAL_INTERVAL_SECS = 30;
/** Bound of the search for a sufficient number of instances. */
const MAX_INSTANCES = 1000;

/**
 * The numbers behind the decision, for people to check it:
 * expectedClients × renewsPerClient × percent = threshold, against renewsLastMinute.
 */
export interface SelfPreservationNumbers {
  readonly enabled: boolean;
  readonly expectedClients: number;
  /** Renewals per minute that the server assumes of each client. */
  readonly renewsPerClient: number;
  readonly percent: number;
  readonly threshold: number;
  /** Renewals of the last full minute: 0 until the first minute is over. */
  readonly renewsLastMinute: number;
  /** Renewals since then. */
  readonly renewsThisMinute: number;
  /** Renewals short of evicting again; Infinity if no number would do. */
  readonly missing: number;
  /** Silent clients that would send the missing renewals once they are back. */
  readonly missingClients: number;
  /** New clients that would do; more than silent ones, as each raises the threshold. */
  readonly missingNewcomers: number;
  /**
   * Fewest instances of which a dead one is evicted, once they have been counted again; undefined
   * if no number is enough.
   */
  readonly enoughInstances: number | undefined;
  allowsEviction(): boolean;
  isBelowThreshold(): boolean;
}

/**
 * Decides whether expired instances may be evicted. Far fewer renewals than expected point to a
 * fault of the server's own network rather than to that many dead instances; then nothing is
 * evicted. The log, the dashboard and the command line explain this decision; they do not take it.
 * Java: PeerAwareInstanceRegistryImpl
 */
export class SelfPreservation implements SelfPreservationNumbers {
  private readonly rate = new RenewalRate();
  expectedClients: number;
  private openedAt: number | undefined;

  constructor(
    private readonly options: RegistryOptions,
    private readonly clock: Clock,
  ) {
    this.expectedClients = options.expectedNumberOfClientsSendingRenews;
  }

  // ---- the decision ----

  /**
   * QUIRK(isLeaseExpirationEnabled): eviction needs strictly more renewals than the threshold, and
   * a threshold of 0 forbids it. `defaultOpenForTrafficCount` counts one client that does not
   * exist, so a registry of up to five instances never evicts.
   */
  allowsEviction(): boolean {
    if (!this.enabled) return true;
    return this.threshold > 0 && this.renewsLastMinute > this.threshold;
  }

  /** True while the dashboard should warn; not in the first minutes, while clients still arrive. */
  isBelowThreshold(): boolean {
    if (this.openedAt === undefined) return false;
    const isSettled = this.clock() > this.openedAt + this.options.waitTimeWhenSyncEmptyMs;
    return isSettled && this.renewsLastMinute <= this.threshold;
  }

  // ---- its numbers ----

  get enabled(): boolean {
    return this.options.enableSelfPreservation;
  }

  get renewsPerClient(): number {
    const seconds = this.options.expectedClientRenewalIntervalSecs;
    return 60 / (seconds > 0 ? seconds : DEFAULT_RENEWAL_INTERVAL_SECS);
  }

  get percent(): number {
    return this.options.renewalPercentThreshold;
  }

  get threshold(): number {
    return this.thresholdFor(this.expectedClients);
  }

  /** QUIRK(MeasuredRate): renewals of the last full minute, those replicated by peers included. */
  get renewsLastMinute(): number {
    return this.rate.lastMinute;
  }

  get renewsThisMinute(): number {
    return this.rate.current;
  }

  get missing(): number {
    const { threshold } = this;
    return threshold > 0 ? Math.max(0, threshold + 1 - this.renewsLastMinute) : Infinity;
  }

  get missingClients(): number {
    return Math.ceil(this.missing / this.renewsPerClient);
  }

  get missingNewcomers(): number {
    const { expectedClients: expected, renewsPerClient, renewsLastMinute, percent } = this;
    const isEnough = (newcomers: number) => {
      const threshold = this.thresholdFor(expected + newcomers);
      return threshold > 0 && renewsLastMinute + newcomers * renewsPerClient > threshold;
    };
    if (isEnough(0)) return 0;
    // An expectation of 0 does not rise with newcomers; and no renewals exceed 100 % of the
    // expected.
    if (expected === 0 || percent <= 0 || percent >= 1) return Infinity;
    // The search starts a little below the solution of the sum without its rounding.
    const short = (expected - 1) * renewsPerClient * percent - 1 - renewsLastMinute;
    let newcomers = Math.max(0, Math.floor(short / (renewsPerClient * (1 - percent))));
    while (!isEnough(newcomers)) newcomers += 1;
    return newcomers;
  }

  get enoughInstances(): number | undefined {
    for (let instances = 1; instances <= MAX_INSTANCES; instances++) {
      const { threshold, renewsPerClient } = SelfPreservation.settled(this.options, instances);
      if (threshold > 0 && (instances - 1) * renewsPerClient > threshold) return instances;
    }
    return undefined;
  }

  /** State of a lone server whose instances registered a while ago and were counted again. */
  static settled(options: RegistryOptions, instances: number): SelfPreservation {
    const settled = new SelfPreservation(options, () => 0);
    settled.open(options.defaultOpenForTrafficCount);
    if (settled.expectedClients > 0) settled.expectedClients += instances;
    settled.recount(Math.max(instances, options.defaultOpenForTrafficCount));
    return settled;
  }

  // ---- what changes them ----

  /**
   * QUIRK(AbstractInstanceRegistry.register): an expectation of 0 stays 0 until the next
   * {@link recount}.
   */
  clientAdded(): void {
    if (this.expectedClients > 0) this.expectedClients += 1;
  }

  clientRemoved(): void {
    if (this.expectedClients > 0) this.expectedClients -= 1;
  }

  countRenewal(): void {
    this.rate.count();
  }

  closeMinute(): void {
    this.rate.closeMinute();
  }

  /** Starts with this many clients, when the server opens for traffic. */
  open(clients: number): void {
    this.expectedClients = clients;
    this.openedAt = this.clock();
  }

  /**
   * Sets the expectation to the number of registered clients, unless that is a big drop: from such
   * a drop the registry is to be protected.
   * QUIRK(PeerAwareInstanceRegistryImpl.updateRenewalThreshold): with self-preservation off even 0
   * is taken, and stays.
   */
  recount(clients: number): void {
    if (clients > this.percent * this.expectedClients || !this.enabled) this.expectedClients = clients;
  }

  private thresholdFor(clients: number): number {
    return Math.floor(clients * this.renewsPerClient * this.percent);
  }
}
