import type { Applications } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClientLogger } from './client-logger.js';
import { NoRegistryError } from './core/errors.js';
import {
  agrees,
  emptyRegistry,
  type LocalRegistry,
  wholeRegistry,
  withChanges,
} from './core/local-registry.js';
import { changesCall, wholeRegistryCall } from './core/registry-calls.js';
import { ServiceView } from './core/service-view.js';
import { Milestone } from './milestone.js';
import type { Registries } from './registries.js';
import { Rhythm, type RhythmOptions } from './rhythm.js';

export interface RefresherOptions extends RhythmOptions {
  readonly disableDelta: boolean;
  /** The least time between a fetch and one on demand: a burst of misses must not become a burst of fetches. */
  readonly demandGapMs: number;
}

/** Keeps a copy of the registry: everything at first, then changes, everything again when the two no longer agree. */
export class Refresher {
  readonly firstFetch = new Milestone();
  private readonly rhythm: Rhythm;
  private readonly aborting = new AbortController();
  private registry: LocalRegistry = emptyRegistry;
  private seen = new ServiceView(emptyRegistry);
  private version = '-1';
  private underWay: Promise<boolean> | undefined;
  private demand: Promise<void> | undefined;
  private endedAt = -Infinity;

  /** @param onChange told of every copy that differs from the one before */
  constructor(
    private readonly registries: Registries,
    private readonly options: RefresherOptions,
    private readonly clock: Clock,
    private readonly logger: ClientLogger,
    private readonly onChange: (registry: LocalRegistry) => void = () => undefined,
  ) {
    this.rhythm = new Rhythm(() => this.fetch(), options, logger);
  }

  /** What the last good copy shows; it stays whatever happens to the registries. */
  get view(): ServiceView {
    return this.seen;
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
    this.firstFetch.missed();
  }

  private async fetchOnDemand(): Promise<void> {
    const { signal } = this.aborting;
    const waitMs = this.underWay ? 0 : this.endedAt + this.options.demandGapMs - performance.now();
    if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await this.fetch();
  }

  private fetch(): Promise<boolean> {
    this.underWay ??= this.fetchOnce()
      .finally(() => {
        this.underWay = undefined;
        this.endedAt = performance.now();
      })
      .then((worked) => {
        if (worked) this.firstFetch.reached();
        return worked;
      });
    return this.underWay;
  }

  private async fetchOnce(): Promise<boolean> {
    try {
      if (!(await this.fetchChanges())) await this.fetchAll();
      return true;
    } catch (error) {
      if (this.aborting.signal.aborted) return false;
      if (!(error instanceof NoRegistryError)) throw error;
      this.logger.debug(error.message);
      return false;
    }
  }

  /** False when changes alone do not lead to the registry's state. */
  private async fetchChanges(): Promise<boolean> {
    if (this.options.disableDelta || this.version === '-1' || this.registry.size === 0) return false;
    const { answer, from } = await this.registries.ask(changesCall(this.clock()), this.aborting.signal);
    if (answer === 'not offered') return false;
    const merged = withChanges(this.registry, answer);
    if (!agrees(merged, answer.hashCode)) {
      this.logger.debug(`the copy does not agree with ${from} (${answer.hashCode}): fetching everything`);
      return false;
    }
    this.accept(merged, answer);
    return true;
  }

  private async fetchAll(): Promise<void> {
    const { answer, from } = await this.registries.ask(wholeRegistryCall(this.clock()), this.aborting.signal);
    this.logger.debug(`fetched the registry (${answer.hashCode}) from ${from}`);
    this.accept(wholeRegistry(answer), answer);
  }

  private accept(registry: LocalRegistry, { version }: Applications): void {
    this.version = version;
    if (registry === this.registry) return;
    this.registry = registry;
    this.seen = new ServiceView(registry);
    this.onChange(registry);
  }
}
