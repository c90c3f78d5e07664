import type { Clock } from '@eureka-nest/runtime/time';
import { type Change, Ejection, type EjectionRules, type Member, type Outcome } from './ejection.js';
import type { Filter } from './filters.js';
import { type Candidate, type LeftOut, startOf } from './instance-source.js';
import { Load } from './load.js';
import type { About, Strategy } from './strategies/strategy.js';

export interface GroupParts {
  readonly strategy: () => Strategy;
  readonly filters: readonly Filter[];
  readonly ejection: EjectionRules;
  readonly clock: Clock;
}

/** What the caller wants of the pick. */
export interface Wish {
  readonly key?: string;
  readonly hint?: string;
}

/**
 * The instances of one service: who is listed, who passes the filters, who is left out, whose turn it is.
 *
 * A pick is frequent and a change is rare, so all that can be worked out at a change is.
 */
export class Group {
  private listed: readonly Candidate[] = [];
  private members = new Map<string, Member>();
  private memberOf = new Map<Candidate, Member>();
  private kept: readonly Candidate[] = [];
  private keptMembers: readonly Member[] = [];
  private ready: readonly Candidate[] | undefined;
  /** Then one that is left out may be tried again, and `ready` is to be worked out anew. */
  private readyUntil = Infinity;
  private readonly ejection: Ejection;
  private readonly strategy: Strategy;
  /** Second tries have turns of their own: with those of the first, the neighbour of a dead instance would bear its share. */
  private readonly again: Strategy;

  constructor(private readonly parts: GroupParts) {
    this.ejection = new Ejection(parts.ejection, parts.clock);
    this.strategy = parts.strategy();
    this.again = parts.strategy();
  }

  /** The list as it is now. Who is no longer in it is forgotten: one that comes back has been started anew. */
  show(list: readonly Candidate[]): void {
    if (list === this.listed) return;
    const same = list.length === this.listed.length && list.every((each, at) => each === this.listed[at]);
    this.listed = list;
    if (same) return;
    const before = this.members;
    this.members = new Map();
    this.memberOf = new Map();
    for (const candidate of list) {
      const start = startOf(candidate);
      const member = before.get(start) ?? this.newMember(candidate);
      member.candidate = candidate;
      this.members.set(start, member);
      this.memberOf.set(candidate, member);
    }
    for (const [start, member] of before) if (!this.members.has(start)) member.gone = true;
    this.kept = filtered(list, this.parts.filters);
    this.keptMembers = this.kept.map((each) => this.memberOf.get(each)!);
    this.ready = undefined;
  }

  /** @param tried those that this call has been to already */
  pick(wish: Wish, tried: readonly Candidate[] = []): Member | undefined {
    let candidates = this.readyFor(wish.hint);
    if (tried.length > 0) candidates = this.untried(candidates, wish.hint, tried);
    const about: About = { key: wish.key, loadOf: this.loadOf };
    const picked = (tried.length > 0 ? this.again : this.strategy)(candidates, about);
    return picked && this.memberOf.get(picked);
  }

  begin(member: Member): void {
    member.load.inFlight++;
    if (this.ejection.begin(member)) this.ready = undefined;
  }

  /** @returns what is worth telling */
  end(member: Member, outcome: Outcome, tookMs: number, now = this.parts.clock()): readonly Change[] {
    member.load.inFlight--;
    if (outcome === 'good') member.load.took(tookMs, now);
    else if (outcome !== 'cancelled') member.load.failedAfter(tookMs, now);
    if (member.gone) return nothing; // in the meantime
    const wasOut = member.outUntil;
    const changes = this.ejection.end(member, outcome, this.keptMembers, now);
    if (changes.length > 0 || wasOut !== undefined) this.ready = undefined;
    return changes;
  }

  /** How many of those that are listed each filter leaves out. */
  leftOutByFilters(hint?: string): readonly LeftOut[] {
    let left = this.listed;
    const leftOut: LeftOut[] = [];
    for (const filter of this.parts.filters) {
      const kept = filter.keep(left, hint);
      if (kept.length < left.length) leftOut.push({ why: filter.name, count: left.length - kept.length });
      left = kept;
    }
    return leftOut;
  }

  /** Instances that are left out just now. */
  get out(): readonly Candidate[] {
    return this.kept.filter((each) => this.memberOf.get(each)?.outUntil !== undefined);
  }

  private readonly loadOf = (candidate: Candidate): Load => this.memberOf.get(candidate)!.load;

  private readyFor(hint: string | undefined): readonly Candidate[] {
    if (hint !== undefined) return this.readyOf(filtered(this.listed, this.parts.filters, hint));
    if (this.ready === undefined || (this.readyUntil !== Infinity && this.readyUntil <= this.parts.clock())) {
      this.ready = this.readyOf(this.kept);
      this.readyUntil = this.nextReturn();
    }
    return this.ready;
  }

  /** Never nobody: when all are left out, a try is better than none. */
  private readyOf(all: readonly Candidate[]): readonly Candidate[] {
    const ready = all.filter((each) => this.ejection.isReady(this.memberOf.get(each)!));
    return ready.length === all.length || ready.length === 0 ? all : ready;
  }

  private untried(
    ready: readonly Candidate[],
    hint: string | undefined,
    tried: readonly Candidate[],
  ): readonly Candidate[] {
    const starts = new Set(tried.map(startOf));
    const fresh = (list: readonly Candidate[]) => list.filter((each) => !starts.has(startOf(each)));
    const left = fresh(ready);
    if (left.length > 0) return left;
    return fresh(hint === undefined ? this.kept : filtered(this.listed, this.parts.filters, hint));
  }

  private nextReturn(): number {
    const now = this.parts.clock();
    let next = Infinity;
    for (const { outUntil = 0 } of this.members.values())
      if (outUntil > now && outUntil < next) next = outUntil;
    return next;
  }

  private newMember(candidate: Candidate): Member {
    const { ejection, clock } = this.parts;
    return { candidate, load: new Load(clock), breaker: ejection.breaker(), onTrial: false };
  }
}

const filtered = (
  list: readonly Candidate[],
  filters: readonly Filter[],
  hint?: string,
): readonly Candidate[] => filters.reduce((left, filter) => filter.keep(left, hint), list);

const nothing: readonly never[] = [];
