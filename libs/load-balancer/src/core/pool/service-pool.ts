import type { Clock } from '@eureka-nest/runtime/time';
import { hasCallableAddress } from '../callable-address.js';
import type { Filter } from '../filters.js';
import { type Candidate, type FilteredOut, incarnationOf } from '../instance-source.js';
import type { PickContext, Strategy } from '../strategies/strategy.js';
import { isTimeout } from '../retry/failure.js';
import { Ejection, type EjectionChange, type EjectionRules } from './ejection.js';
import { Load } from './load.js';
import type { Outcome, PoolMember } from './pool-member.js';
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
  private listed: readonly Candidate[] = [];
  private callable: readonly Candidate[] = [];
  private byIncarnation = new Map<string, PoolMember>();
  private byCandidate = new Map<Candidate, PoolMember>();
  /** Candidates that pass the filters, and their members in the same order. */
  private eligible: readonly Candidate[] = [];
  private eligibleMembers: readonly PoolMember[] = [];
  /** Eligible candidates that may be called, undefined when that must be computed anew. */
  private available: readonly Candidate[] | undefined;
  /** Time of the next probe, which makes `available` stale. */
  private availableUntil = Infinity;
  private readonly ejection: Ejection;
  private readonly strategy: Strategy;
  /** Retries have turns of their own; otherwise a dead instance's neighbour would get its share. */
  private readonly retryStrategy: Strategy;

  constructor(private readonly parts: ServicePoolParts) {
    this.ejection = new Ejection(parts.ejection, parts.clock);
    this.strategy = parts.strategy();
    this.retryStrategy = parts.strategy();
  }

  /**
   * Takes the current list. The record of an instance that is no longer listed is dropped.
   *
   * @returns true if the list has changed
   */
  update(list: readonly Candidate[]): boolean {
    if (list === this.listed) return false;
    const same = list.length === this.listed.length && list.every((each, at) => each === this.listed[at]);
    this.listed = list;
    if (same) return false;
    this.callable = list.filter(hasCallableAddress);
    const previous = this.byIncarnation;
    this.byIncarnation = new Map();
    this.byCandidate = new Map();
    for (const candidate of this.callable) {
      const incarnation = incarnationOf(candidate);
      const member = previous.get(incarnation) ?? this.newMember(candidate);
      member.candidate = candidate;
      this.byIncarnation.set(incarnation, member);
      this.byCandidate.set(candidate, member);
    }
    for (const [incarnation, member] of previous)
      if (!this.byIncarnation.has(incarnation)) member.isDelisted = true;
    this.eligible = this.filtered();
    this.eligibleMembers = this.eligible.map((each) => this.byCandidate.get(each)!);
    this.available = undefined;
    return true;
  }

  /** Listed instances whose address makes no URL. */
  get uncallable(): readonly Candidate[] {
    return this.listed.filter((each) => !hasCallableAddress(each));
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
    const changes = this.ejection.end(member, outcome, this.eligibleMembers, now);
    if (member.hasHung && changes.some((each) => each.kind === 'readmitted' && each.member === member))
      startSlowly(member, now);
    if (changes.length > 0 || wasEjected) this.available = undefined;
    return changes;
  }

  /** Number of listed instances that cannot be called, and that each filter removes. */
  filteredOut(hint?: string): readonly FilteredOut[] {
    let left = this.callable;
    const removed: FilteredOut[] = [];
    const uncallable = this.listed.length - left.length;
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
    const count = this.listed.length - removed.reduce((sum, each) => sum + each.count, 0);
    return count > 0 ? [...removed, { why: 'declined by the strategy, as for weight 0', count }] : removed;
  }

  /** Instances that are ejected now. */
  get ejected(): readonly Candidate[] {
    return this.eligible.filter((each) => this.byCandidate.get(each)?.ejectedUntil !== undefined);
  }

  private memberOf(candidate: Candidate | undefined): PoolMember | undefined {
    return candidate && this.byCandidate.get(candidate);
  }

  private readonly loadOf = (candidate: Candidate): Load => this.byCandidate.get(candidate)!.load;

  private filtered(hint?: string): readonly Candidate[] {
    return this.parts.filters.reduce((left, filter) => filter.keep(left, hint), this.callable);
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
    const available = eligible.filter((each) => this.ejection.isAvailable(this.byCandidate.get(each)!));
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
    for (const { ejectedUntil = 0 } of this.byIncarnation.values())
      if (ejectedUntil > now && ejectedUntil < next) next = ejectedUntil;
    return next;
  }

  private newMember(candidate: Candidate): PoolMember {
    const { ejection, clock } = this.parts;
    return { candidate, load: new Load(clock), breaker: ejection.breaker(), isProbing: false };
  }
}

/** Priority of a candidate, which comes from outside: what is no number counts as unset. */
const priorityOf = ({ priority }: Candidate): number => (Number.isFinite(priority) ? Number(priority) : 0);

/** Candidates of the lowest priority number; the same array if all have one number. */
function firstPriority(all: readonly Candidate[]): readonly Candidate[] {
  const lowest = all.reduce((least, each) => Math.min(least, priorityOf(each)), Infinity);
  const first = all.filter((each) => priorityOf(each) === lowest);
  return first.length === all.length ? all : first;
}
