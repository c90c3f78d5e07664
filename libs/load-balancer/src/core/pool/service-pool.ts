import type { Clock } from '@eureka-nest/runtime/time';
import type { Filter } from '../filters.js';
import { type Candidate, type FilteredOut, incarnationOf } from '../instance-source.js';
import type { PickContext, Strategy } from '../strategies/strategy.js';
import { isTimeout } from '../retry/failure.js';
import { Ejection, type EjectionChange, type EjectionRules } from './ejection.js';
import { Load } from './load.js';
import type { Outcome, PoolMember } from './pool-member.js';
import { PoolMembers } from './pool-members.js';
import { admits, startSlowly } from './slow-start.js';

interface ServicePoolParts {
  readonly strategy: () => Strategy;
  readonly filters: readonly Filter[];
  readonly ejection: EjectionRules;
  readonly clock: Clock;
}

/** Properties of a call that decide about its instance. */
export interface PickOptions {
  /** Calls with the same key go to the same instance; for the strategy `sticky`. */
  readonly key?: string;
  /** Selector for filters, such as the version of a canary. */
  readonly hint?: string;
}

/**
 * The instances of one service: listed, then narrowed to those with an address that can be called,
 * then by the filters, then by ejection.
 *
 * Picks are frequent and changes are rare, so everything that depends on the list alone is computed
 * when it changes.
 */
export class ServicePool {
  private readonly members: PoolMembers;
  /** Candidates that pass the filters. */
  private eligible: readonly Candidate[] = [];
  /** Members of the eligible candidates, undefined until one fails. */
  private eligibleMembers: readonly PoolMember[] | undefined;
  private readonly ejectedMembers = new Set<PoolMember>();
  /** Eligible candidates that may be called, undefined when that must be computed anew. */
  private available: readonly Candidate[] | undefined;
  /** Time of the next probe, which makes `available` stale. */
  private availableUntil = Infinity;
  private readonly ejection: Ejection;
  private readonly strategy: Strategy;
  /** Retries have turns of their own; otherwise a dead instance's neighbour would get its share. */
  private readonly retryStrategy: Strategy;

  constructor(private readonly parts: ServicePoolParts) {
    const { ejection, clock } = parts;
    this.members = new PoolMembers((candidate) => {
      return { candidate, load: new Load(clock), breaker: ejection.breaker(), isProbing: false };
    });
    this.ejection = new Ejection(ejection, clock);
    this.strategy = parts.strategy();
    this.retryStrategy = parts.strategy();
  }

  /**
   * Takes the current list. The record of an instance that is no longer listed is dropped.
   *
   * @returns true if the list has changed
   */
  update(list: readonly Candidate[]): boolean {
    if (!this.members.update(list)) return false;
    for (const member of this.ejectedMembers) if (member.isDelisted) this.ejectedMembers.delete(member);
    this.eligible = this.filtered();
    this.eligibleMembers = undefined;
    this.available = undefined;
    return true;
  }

  /** Listed instances whose address makes no URL. */
  get uncallable(): readonly Candidate[] {
    return this.members.uncallable;
  }

  /** @param tried instances that this call has tried already */
  pick({ key, hint }: PickOptions, tried: readonly Candidate[] = []): PoolMember | undefined {
    const context: PickContext = { key, loadOf: this.loadOf };
    const isRetry = tried.length > 0;
    const strategy = isRetry ? this.retryStrategy : this.strategy;
    const offered = isRetry ? this.availableOf(this.untried(tried, hint)) : this.availableFor(hint);
    // A strategy that declines all of these (weight 0) may still pick an ejected one.
    const member = this.memberOf(
      strategy(offered, context) ??
        (offered.length > 0 ? strategy(this.untried(tried, hint), context) : undefined),
    );
    if (isRetry || !member || admits(member, this.parts.ejection.forMs, this.parts.clock)) return member;
    const others = offered.filter((each) => each !== member.candidate);
    return this.memberOf(this.retryStrategy(others, context)) ?? member;
  }

  /** True if another instance than this one could be tried next. */
  hasOther(candidate: Candidate, { hint }: PickOptions, tried: readonly Candidate[]): boolean {
    return this.availableOf(this.untried([...tried, candidate], hint)).length > 0;
  }

  /** Records the start of a call. */
  begin(member: PoolMember): void {
    member.load.inFlight++;
    if (this.ejection.begin(member)) this.available = undefined;
  }

  /** Records the end of a call. */
  end(
    member: PoolMember,
    outcome: Outcome,
    tookMs: number,
    now: number,
    error?: unknown,
  ): readonly EjectionChange[] {
    member.load.inFlight--;
    if (outcome === 'failed') member.hasHung = isTimeout(error);
    if (outcome === 'good') member.load.responded(tookMs, now);
    else if (outcome !== 'cancelled') member.load.failed(tookMs, now);
    if (member.isDelisted) return [];
    const wasEjected = member.ejectedUntil !== undefined;
    const changes = this.ejection.end(member, outcome, this.pool, now);
    for (const each of changes) {
      if (each.kind === 'readmitted') this.ejectedMembers.delete(each.member);
      else if (!each.member.isDelisted) this.ejectedMembers.add(each.member);
    }
    if (member.hasHung && changes.some((each) => each.kind === 'readmitted' && each.member === member))
      startSlowly(member, now);
    if (changes.length > 0 || wasEjected) this.available = undefined;
    return changes;
  }

  /** Number of listed instances that cannot be called, and that each filter removes. */
  filteredOut(hint?: string): readonly FilteredOut[] {
    let left = this.members.callable;
    const removed: FilteredOut[] = [];
    const uncallable = this.members.listedCount - left.length;
    if (uncallable > 0) removed.push({ why: 'its address makes no URL', count: uncallable });
    for (const filter of this.parts.filters) {
      const kept = filter.keep(left, hint);
      if (kept.length < left.length) removed.push({ why: filter.name, count: left.length - kept.length });
      left = kept;
    }
    return removed;
  }

  /** The same after a pick of none: what the filters leave was declined by the strategy. */
  notPicked(hint?: string): readonly FilteredOut[] {
    const removed = this.filteredOut(hint);
    const count = this.members.listedCount - removed.reduce((sum, each) => sum + each.count, 0);
    return count > 0 ? [...removed, { why: 'declined by the strategy, as for weight 0', count }] : removed;
  }

  /** Instances that are ejected now. */
  get ejected(): readonly Candidate[] {
    return this.eligible.filter((each) => this.members.of(each)?.ejectedUntil !== undefined);
  }

  private readonly pool = (): readonly PoolMember[] =>
    (this.eligibleMembers ??= this.eligible.map((each) => this.members.of(each)!));

  private memberOf(candidate: Candidate | undefined): PoolMember | undefined {
    return candidate && this.members.of(candidate);
  }

  private readonly loadOf = (candidate: Candidate): Load => this.members.of(candidate)!.load;

  private filtered(hint?: string): readonly Candidate[] {
    return this.parts.filters.reduce((left, filter) => filter.keep(left, hint), this.members.callable);
  }

  private availableFor(hint: string | undefined): readonly Candidate[] {
    if (hint !== undefined) return this.availableOf(this.filtered(hint));
    const isStale = this.availableUntil !== Infinity && this.availableUntil <= this.parts.clock();
    if (this.available === undefined || isStale) {
      this.available = this.availableOf(this.eligible);
      this.availableUntil = this.nextProbeAt();
    }
    return this.available;
  }

  /**
   * Those of the first priority that can be called. If every instance is ejected, an ejected one: a
   * call that may fail is better than none.
   */
  private availableOf(eligible: readonly Candidate[]): readonly Candidate[] {
    if (this.ejectedMembers.size === 0) return firstPriority(eligible);
    const available = eligible.filter((each) => this.ejection.isAvailable(this.members.of(each)!));
    return firstPriority(
      available.length === eligible.length || available.length === 0 ? eligible : available,
    );
  }

  private untried(tried: readonly Candidate[], hint: string | undefined): readonly Candidate[] {
    const eligible = hint === undefined ? this.eligible : this.filtered(hint);
    if (tried.length === 0) return eligible;
    const incarnations = new Set(tried.map(incarnationOf));
    return eligible.filter((each) => !incarnations.has(incarnationOf(each)));
  }

  private nextProbeAt(): number {
    const now = this.parts.clock();
    let next = Infinity;
    for (const { ejectedUntil = 0 } of this.ejectedMembers)
      if (ejectedUntil > now && ejectedUntil < next) next = ejectedUntil;
    return next;
  }
}

/** Priority of a candidate, which comes from outside: what is no number counts as unset. */
const priorityOf = ({ priority }: Candidate): number => (Number.isFinite(priority) ? Number(priority) : 0);

/** Candidates of the lowest priority number; the same array if all have one number. */
function firstPriority(all: readonly Candidate[]): readonly Candidate[] {
  let lowest = Infinity;
  let isMixed = false;
  for (const each of all) {
    const priority = priorityOf(each);
    isMixed ||= priority !== lowest && lowest !== Infinity;
    lowest = Math.min(lowest, priority);
  }
  return isMixed ? all.filter((each) => priorityOf(each) === lowest) : all;
}
