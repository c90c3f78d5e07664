import type { Applications } from '@eureka-nest/protocol';
import { type Clock, pause } from '@eureka-nest/runtime/time';
import { InconsistentResponseError, NoRegistryError } from '../core/errors.js';
import { excerpt } from '../core/excerpt.js';
import { isEmpty } from '../core/retained-instances.js';
import { matchesOwnHashCode, type Positioned } from '../core/registry-document.js';
import { deltaRequest, fullFetchRequest, type RegistryRequest } from '../core/registry-requests.js';
import type { ClientLogger } from '../log/client-logger.js';
import type { RegistryFailover } from '../transport/registry-failover.js';
import { RetryingLoop, type RetryingLoopOptions } from '../transport/retrying-loop.js';
import { DeltaBackOff } from './delta-back-off.js';
import type { RegistrySink, RegistrySource } from './registry-source.js';

export interface PollingOptions extends RetryingLoopOptions {
  readonly disableDelta: boolean;
  readonly detail: 'full' | 'compact';
  /** The one virtual host name to fetch. No registry offers a delta for it. */
  readonly vip?: string;
  /** Minimum time between two fetches on demand, so that a burst of misses costs one fetch. */
  readonly demandGapMs: number;
  /** Monotonic clock, in ms. */
  readonly monotonicMs?: () => number;
}

/**
 * Intervals after which a registry that never matches its hash code is accepted: a stale one would
 * be worse. They count, not the attempts, which a back-off makes ten times a second.
 */
const mismatchIntervals = 2;

/** Polls: a full fetch first, then deltas at an interval, a full fetch again after a mismatch. */
export class PollingSource implements RegistrySource {
  private readonly loop: RetryingLoop;
  private readonly aborting = new AbortController();
  private inFlight: Promise<Error | undefined> | undefined;
  /** True if the fetch in flight was demanded; false if it is that of the interval. */
  private isDemanded = false;
  /** Demand whose fetch has not begun yet. */
  private demand: Promise<void> | undefined;
  /** Number of fetches begun. */
  private begun = 0;
  private endedAt = -Infinity;
  private readonly deltaBackOff = new DeltaBackOff();
  /** Start of the time in which no full registry matched its hash code. */
  private mismatchSince: number | undefined;

  constructor(
    private readonly failover: RegistryFailover,
    private readonly sink: RegistrySink,
    private readonly options: PollingOptions,
    private readonly clock: Clock,
    private readonly logger: ClientLogger,
  ) {
    this.loop = new RetryingLoop(async () => !(await this.fetch()), options, logger);
  }

  start(): void {
    this.loop.start();
  }

  /**
   * Resolves at the end of a fetch that began after the call: one in flight may lack what the
   * caller looks for. Fetches once for all callers, at most once per gap.
   */
  refresh(): Promise<void> {
    this.demand ??= this.fetchOnDemand();
    return this.demand;
  }

  async stop(): Promise<void> {
    this.aborting.abort();
    await this.loop.stop();
    await this.inFlight;
  }

  private async fetchOnDemand(): Promise<void> {
    const { signal } = this.aborting;
    const { begun, inFlight } = this;
    const gapMs = inFlight && !this.isDemanded ? 0 : this.options.demandGapMs;
    // The error of that fetch goes to its own caller.
    await inFlight?.catch(() => undefined);
    const waitMs = this.endedAt + gapMs - this.now();
    if (waitMs > 0) await pause(waitMs, signal);
    if (signal.aborted) return;
    // The interval may have ended meanwhile.
    if (this.begun === begun) await this.fetch(true);
    else await this.inFlight;
  }

  /** Resolves with the error of the fetch, if it failed. */
  private fetch(isDemanded = false): Promise<Error | undefined> {
    return (this.inFlight ??= this.begin(isDemanded));
  }

  private begin(isDemanded: boolean): Promise<Error | undefined> {
    this.begun += 1;
    this.isDemanded = isDemanded;
    this.demand = undefined;
    return this.fetchOnce()
      .finally(() => {
        this.inFlight = undefined;
        this.endedAt = this.now();
      })
      .then((error) => {
        // A waiter that is released here may ask again at once, and must not get this same fetch.
        if (!this.aborting.signal.aborted) this.sink.endAttempt(error);
        return error;
      });
  }

  private async fetchOnce(): Promise<Error | undefined> {
    try {
      if (await this.fetchDelta()) this.mismatchSince = undefined;
      else await this.fetchAll();
      return undefined;
    } catch (error) {
      if (this.aborting.signal.aborted) return error as Error;
      if (!(error instanceof NoRegistryError)) throw error;
      const isMismatch = error.faults.some((fault) => fault instanceof InconsistentResponseError);
      this.mismatchSince = isMismatch ? (this.mismatchSince ?? this.now()) : undefined;
      this.logger.debug(error.message);
      return error;
    }
  }

  /** Returns false if a delta alone does not lead to the state of the registry. */
  private async fetchDelta(): Promise<boolean> {
    const { disableDelta, vip } = this.options;
    if (disableDelta || vip !== undefined || !this.sink.hasSnapshot) return false;
    if (this.deltaBackOff.skips()) return false;
    const { revision } = this.sink;
    const { value, from } = await this.sendDelta();
    if (value === 'not offered') return false;
    if (this.sink.applyDelta(value, from, { isLatest: revision === this.sink.revision })) return true;
    this.logger.debug(
      `delta of ${from} does not lead to its hash code ${excerpt(value.hashCode)}: fetching all`,
    );
    return false;
  }

  private async sendDelta() {
    try {
      const delta = await this.failover.send(deltaRequest(this.fetchOptions), this.aborting.signal);
      this.deltaBackOff.reset();
      return delta;
    } catch (error) {
      this.deltaBackOff.deltaFailed();
      throw error;
    }
  }

  private async sendFull(request: RegistryRequest<Positioned<Applications>>) {
    try {
      return await this.failover.send(request, this.aborting.signal);
    } catch (error) {
      this.deltaBackOff.reset();
      throw error;
    }
  }

  private async fetchAll(): Promise<void> {
    const { intervalMs } = this.options;
    const mismatchEnd = (this.mismatchSince ?? Infinity) + mismatchIntervals * intervalMs;
    // Any registry is better than none.
    const acceptsMismatch = !this.sink.hasSnapshot || this.now() >= mismatchEnd;
    const request = fullFetchRequest(this.fetchOptions, acceptsMismatch);
    const { revision } = this.sink;
    const { value, from } = await this.sendFull(request);
    // A list that was fetched for two intervals needs no confirmation.
    const isRepeated = this.mismatchSince !== undefined;
    // A registry without a match, once accepted, is accepted until it matches again.
    this.mismatchSince = matchesOwnHashCode(value) ? undefined : -Infinity;
    const isDoubtful = !value.isSyncing && !isRepeated && this.sink.isDoubtful(value);
    const retainsLost = isDoubtful && !(await this.isConfirmed(value, from));
    this.sink.replace(value, from, { began: revision, retainsLost });
  }

  /** Asks a second registry about a loss. An empty or a syncing one confirms nothing. */
  private async isConfirmed({ position }: Positioned<Applications>, from: string): Promise<boolean> {
    const request = fullFetchRequest(this.fetchOptions);
    const opinion = await this.failover.sendElsewhere(request, from, this.aborting.signal);
    const second = opinion?.value;
    const isSame = position !== undefined && position.node === second?.position?.node;
    const isLost = second && !isSame && !second.isSyncing && !isEmpty(second) && this.sink.isDoubtful(second);
    if (!isLost) this.logger.debug(`${from} lost many instances, unconfirmed: retaining them for a while`);
    return isLost ?? false;
  }

  private now(): number {
    return (this.options.monotonicMs ?? (() => performance.now()))();
  }

  private get fetchOptions() {
    const { detail, vip } = this.options;
    return { now: this.clock(), detail, ...(vip !== undefined && { vip }) };
  }
}
