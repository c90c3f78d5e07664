import { setTimeout as pause } from 'node:timers/promises';
import type { ClientLogger } from '../log/client-logger.js';
import { InconsistentAnswerError, NoRegistryError } from '../core/errors.js';
import { changesCall, wholeRegistryCall } from '../core/registry-requests.js';
import type { Registries } from '../transport/registry-failover.js';
import type { RegistrySink, RegistrySource } from './registry-source.js';
import { Rhythm, type RhythmOptions } from '../transport/retrying-loop.js';
import type { Clock } from '../surroundings.js';

export interface PollingOptions extends RhythmOptions {
  readonly disableDelta: boolean;
  readonly detail: 'full' | 'compact';
  /** One virtual host name alone, of which no registry tells only the changes. */
  readonly vip?: string;
  /** The least time between a fetch and one on demand: a burst of misses must not become a burst of fetches. */
  readonly demandGapMs: number;
}

/** After so many whole registries in a row that do not add up, they are believed: better that than an ever older copy. */
const disbeliefs = 2;

/** Asks for everything at first, then for changes at an interval, for everything again when the two no longer agree. */
export class PollingSource implements RegistrySource {
  private readonly rhythm: Rhythm;
  private readonly aborting = new AbortController();
  private underWay: Promise<Error | undefined> | undefined;
  private demand: Promise<void> | undefined;
  private endedAt = -Infinity;
  private inconsistencies = 0;

  constructor(
    private readonly registries: Registries,
    private readonly sink: RegistrySink,
    private readonly options: PollingOptions,
    private readonly clock: Clock,
    private readonly logger: ClientLogger,
  ) {
    this.rhythm = new Rhythm(async () => !(await this.fetch()), options, logger);
  }

  start(): void {
    this.rhythm.start();
  }

  /** Fetches now, once for all who ask; at most one such fetch in every gap, for which the others wait. */
  refresh(): Promise<void> {
    this.demand ??= this.fetchOnDemand().finally(() => (this.demand = undefined));
    return this.demand;
  }

  async stop(): Promise<void> {
    this.aborting.abort();
    await this.rhythm.stop();
    await this.underWay;
  }

  private async fetchOnDemand(): Promise<void> {
    const { signal } = this.aborting;
    const waitMs = this.underWay ? 0 : this.endedAt + this.options.demandGapMs - performance.now();
    if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await this.fetch();
  }

  /** What went wrong, if anything did. */
  private fetch(): Promise<Error | undefined> {
    this.underWay ??= this.fetchOnce()
      .finally(() => {
        this.underWay = undefined;
        this.endedAt = performance.now();
      })
      .then((fault) => {
        // After that: whoever was waiting may ask for more at once, and must not be given this one again.
        if (!this.aborting.signal.aborted) this.sink.ended(fault);
        return fault;
      });
    return this.underWay;
  }

  private async fetchOnce(): Promise<Error | undefined> {
    try {
      if (!(await this.fetchChanges())) await this.fetchAll();
      this.inconsistencies = 0;
      return undefined;
    } catch (error) {
      if (this.aborting.signal.aborted) return error as Error;
      if (!(error instanceof NoRegistryError)) throw error;
      if (error.faults.some((fault) => fault instanceof InconsistentAnswerError)) this.inconsistencies += 1;
      this.logger.debug(error.message);
      return error;
    }
  }

  /** False when changes alone do not lead to the registry's state. */
  private async fetchChanges(): Promise<boolean> {
    const { disableDelta, vip } = this.options;
    if (disableDelta || vip !== undefined || !this.sink.hasCopy) return false;
    const { answer, from } = await this.registries.ask(changesCall(this.reading), this.aborting.signal);
    if (answer === 'not offered') return false;
    if (this.sink.changes(answer, from)) return true;
    this.logger.debug(`the copy does not agree with ${from} (${answer.hashCode}): fetching everything`);
    return false;
  }

  private async fetchAll(): Promise<void> {
    // Where there is nothing to lose, anything is taken.
    const believe = !this.sink.hasCopy || this.inconsistencies >= disbeliefs;
    const call = wholeRegistryCall(this.reading, believe);
    const { answer, from } = await this.registries.ask(call, this.aborting.signal);
    this.sink.whole(answer, from);
  }

  private get reading() {
    const { detail, vip } = this.options;
    return { now: this.clock(), detail, ...(vip !== undefined && { vip }) };
  }
}
