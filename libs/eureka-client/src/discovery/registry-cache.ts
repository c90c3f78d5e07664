import { type Applications, type InstanceInfo, isCovered, type Position } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import { AppViews } from '../core/app-view.js';
import { type DeltaContext, orderOfDelta } from '../core/delta-order.js';
import { irregularitiesIn, matchingHashCode, type Positioned } from '../core/registry-document.js';
import {
  applyDelta,
  emptySnapshot,
  matchesHashCode,
  type RegistrySnapshot,
  snapshotOf,
} from '../core/registry-snapshot.js';
import { losesMany, RetainedInstances } from '../core/retained-instances.js';
import { ServiceView } from '../core/service-view.js';
import { changesBetweenSnapshots, changesOfInstances } from '../core/snapshot-changes.js';
import type { Events } from '../events/client-events.js';
import { OneTimeSignal } from '../events/one-time-signal.js';
import type { ClientLogger } from '../log/client-logger.js';
import { IrregularityLog } from './irregularity-log.js';
import type { RegistrySink, ReplaceContext } from './registry-source.js';

export interface RegistryCacheOptions {
  readonly onlyUp: boolean;
  /** Age from which the cache is reported as stale. */
  readonly staleAfterMs: number;
}

/**
 * Age from which a fetched delta is not applied: a registry retains the changes of three minutes,
 * and those of its delta may be another half minute old.
 */
const maxDeltaAgeMs = 120_000;

/**
 * Cached registry of a client. It is never discarded, whatever happens to the registries. The feed
 * and the poller both write to it: a response that a change event overtook in flight is dropped,
 * and a delta counts only if it continues the cache.
 */
export class RegistryCache implements RegistrySink {
  readonly firstFetch = new OneTimeSignal();
  /** Outcome of the very first attempt. */
  readonly firstAttempt = new OneTimeSignal();
  /** Error of the last attempt. */
  lastError: Error | undefined;
  /** Change position of the cache; undefined if its registry sends none. */
  position: Position | undefined;
  /** Called with each new state of the registry, before retained instances are added. */
  onListed: (listed: RegistrySnapshot) => void = () => undefined;
  /** Time at which a registry last confirmed the cache. */
  private confirmedAt: number | undefined;
  /** Name of the registry that the cache was fetched from. */
  private copiedFrom: string | undefined;
  private changeCount = 0;
  /** Listing of the registry, to which deltas apply. */
  private listing: RegistrySnapshot = emptySnapshot;
  /** Snapshot for callers: the listing, and retained instances that the registry lost. */
  private current: RegistrySnapshot = emptySnapshot;
  private readonly retained = new RetainedInstances();
  private isFetched = false;
  private currentView = new ServiceView(emptySnapshot);
  private version = '-1';
  private isStale = false;
  private readonly irregularities: IrregularityLog;
  private readonly appViews: AppViews;

  constructor(
    private readonly options: RegistryCacheOptions,
    /** Clock for durations. */
    protected readonly clock: Clock,
    protected readonly logger: ClientLogger,
    private readonly events: Events,
  ) {
    this.irregularities = new IrregularityLog(logger);
    this.appViews = new AppViews(options.onlyUp);
  }

  get snapshot(): RegistrySnapshot {
    return this.current;
  }

  get view(): ServiceView {
    return this.currentView;
  }

  get hasSnapshot(): boolean {
    return this.version !== '-1' && this.listing.size > 0;
  }

  get revision(): number {
    return this.changeCount;
  }

  /** Time since a registry last confirmed the cache; undefined before the first fetch. */
  get ageMs(): number | undefined {
    return this.confirmedAt === undefined ? undefined : Math.max(0, this.clock() - this.confirmedAt);
  }

  /** A registry process whose positions go on has lost nothing. */
  isDoubtful(registry: Positioned<Applications>): boolean {
    return this.isFetched && !this.isContinued(registry) && losesMany(this.current, registry);
  }

  replace(registry: Positioned<Applications>, from: string, context: ReplaceContext = {}): void {
    const { began, retainsLost } = context;
    const isOvertaken = began !== this.revision && isCovered(registry.position, this.position);
    if (isOvertaken) return this.confirm(from, 'whole');
    this.irregularities.report(from, irregularitiesIn(registry));
    const listed = snapshotOf(registry);
    if (registry.isSyncing || retainsLost) this.retained.retain(this.current, listed, this.clock());
    // A small loss is believed at once. That says nothing of those that were lost before.
    else if (this.isContinued(registry) || losesMany(this.current, registry)) this.retained.clear();
    this.install(listed, registry.version);
    this.isFetched = true;
    this.confirmedAt = this.clock();
    this.confirm(from, 'whole');
    this.position = registry.position;
    this.copiedFrom = from;
  }

  applyDelta(
    delta: Positioned<Applications>,
    from: string,
    context: DeltaContext = { isLatest: false },
  ): boolean {
    const order = orderOfDelta(delta.position, this.position, context);
    if (order === 'gap' || this.mayHaveMissed(delta, from, context)) return false;
    if (order === 'next') {
      const merged = applyDelta(this.listing, delta);
      if (!matchesHashCode(merged, delta.hashCode)) return false;
      this.irregularities.report(from, [matchingHashCode]);
      this.retained.dropDeleted(delta);
      this.install(
        merged,
        delta.version,
        delta.applications.flatMap(({ instances }) => instances),
      );
      this.position = delta.position;
    }
    this.confirm(from, 'changes');
    return true;
  }

  /** Forgets the position, which turned out to be wrong: only a full registry is accepted next. */
  forgetPosition(): void {
    this.position = undefined;
    this.copiedFrom = undefined;
  }

  confirm(from: string, fetched?: 'whole' | 'changes'): void {
    if (this.confirmedAt === undefined) return;
    this.confirmedAt = this.clock();
    if (this.retained.hasExpired(this.confirmedAt)) this.publish();
    if (fetched !== undefined) {
      this.logger.debug(`fetched ${fetched === 'whole' ? 'the registry' : 'the delta'} from ${from}`);
      this.events.emit('fetched', { from, kind: fetched });
    }
    if (!this.isStale) return;
    this.isStale = false;
    this.logger.log(`cached registry is up to date again, from ${from}`);
    this.events.emit('fresh', { from });
  }

  endAttempt(error?: Error): void {
    this.lastError = error;
    this.firstAttempt.settle(!error);
    if (error) this.checkAge();
    else this.firstFetch.raise();
  }

  /**
   * Installs a backup of an earlier process; ignored once a registry has responded.
   *
   * @param confirmedAt by the clock of this cache, maybe before its zero
   */
  restore(snapshot: RegistrySnapshot, confirmedAt: number): void {
    if (this.confirmedAt !== undefined) return;
    this.confirmedAt = confirmedAt;
    this.install(snapshot, '-1');
    this.checkAge();
  }

  private isContinued({ position }: Positioned<Applications>): boolean {
    return position !== undefined && position.node === this.position?.node;
  }

  /** True for a fetched delta that may not reach back to this cache, or is of another server. */
  private mayHaveMissed(
    { position }: Positioned<Applications>,
    from: string,
    context: DeltaContext,
  ): boolean {
    if ('after' in context) return false;
    return (this.ageMs ?? 0) >= maxDeltaAgeMs || (!position && this.copiedFrom !== from);
  }

  private checkAge(): void {
    const { ageMs } = this;
    if (this.isStale || ageMs === undefined || ageMs < this.options.staleAfterMs) return;
    this.isStale = true;
    this.logger.warn(`cached registry is ${Math.round(ageMs / 1000)} s old: still using it`);
    this.events.emit('stale', { ageMs });
  }

  /** @param touched instances that may differ; all if left out */
  private install(snapshot: RegistrySnapshot, version: string, touched?: readonly InstanceInfo[]): void {
    this.version = version;
    this.changeCount += 1;
    if (snapshot === this.listing && this.retained.size === 0) return;
    this.listing = snapshot;
    this.publish(this.retained.size > 0 ? undefined : touched);
    this.onListed(snapshot);
  }

  private publish(touched?: readonly InstanceInfo[]): void {
    const snapshot = this.retained.addTo(this.listing, this.clock());
    if (snapshot === this.current) return;
    const changes = touched
      ? changesOfInstances(this.current, snapshot, touched)
      : changesBetweenSnapshots(this.current, snapshot);
    this.current = snapshot;
    // Callers that retain a result detect by object identity that nothing changed.
    if (changes.length === 0) return;
    this.appViews.advance(snapshot, changes);
    this.currentView = new ServiceView(snapshot, this.options.onlyUp, this.appViews);
    this.events.emit('changes', changes);
    for (const change of changes) this.events.emit(change.kind, change);
  }
}
