import type { Clock } from '@eureka-nest/runtime/time';
import { type Breaker, closed, consecutive, halfOpen } from './breaker.js';
import type { Candidate } from './instance-source.js';
import type { Load } from './load.js';
import { SuccessRates, type SuccessRules } from './strategies/success-rates.js';

export interface EjectionRules {
  /** How long an instance is left out at a time. */
  readonly forMs: number;
  /** Decides when an instance has failed enough, one for each; the first failure is, unless told otherwise. */
  readonly breaker: () => Breaker;
  /** Who answers worse than the others; undefined compares nobody. */
  readonly rates: SuccessRules | undefined;
  /** How much of the group may be out at once, from 0 to 1. */
  readonly most: number;
}

export const ejectionRules: EjectionRules = {
  forMs: 10_000,
  breaker: () => consecutive(1),
  rates: { everyMs: 10_000, leastCalls: 20, mostBelow: 0.3 },
  most: 0.5,
};

/** How one call to an instance ended: answered, answered with a 5xx, no answer, or cancelled, which says nothing about it. */
export type Outcome = 'good' | 'bad' | 'failed' | 'cancelled';

/** What is remembered of one start of one instance. */
export interface Member {
  candidate: Candidate;
  readonly load: Load;
  readonly breaker: Breaker;
  /** Left out until then (and, once that is over, until one call has succeeded); undefined while it is called as usual. */
  outUntil?: number;
  outFor?: 'failures' | 'rate';
  /** Its time is over, and one call finds out whether it is well. */
  onTrial: boolean;
  /** No longer listed. */
  gone?: boolean;
}

/** What is worth telling. */
export interface Change {
  readonly member: Member;
  readonly what: 'ejected' | 'readmitted';
  /** For how long at a time, where it is left out. */
  readonly forMs: number;
  readonly why?: string;
}

/**
 * Leaves an instance out after failures, for a while, and then lets one call find out.
 *
 * The registry needs minutes to notice a killed instance, and may keep it for ever (self-preservation); a caller that was
 * refused knows at once. Never more than half are left out: with more gone, the fault is rather ours, or the rest would drown.
 */
export class Ejection {
  private readonly rates: SuccessRates<Member> | undefined;

  constructor(
    readonly rules: EjectionRules,
    private readonly clock: Clock,
  ) {
    this.rates = rules.rates && new SuccessRates(rules.rates, clock);
  }

  isReady({ outUntil, onTrial }: Member): boolean {
    return outUntil === undefined || (outUntil <= this.clock() && !onTrial);
  }

  /** A call begins. @returns whether it is the one that finds out */
  begin(member: Member): boolean {
    if (member.outUntil === undefined || !this.isReady(member)) return false;
    return (member.onTrial = true);
  }

  /** A call ended. @param group everybody it could have gone to */
  end(member: Member, outcome: Outcome, group: readonly Member[], now = this.clock()): readonly Change[] {
    member.onTrial = false;
    if (outcome === 'cancelled') return nothing;
    const compared = this.rates?.count(member, outcome === 'good', now) ?? nothing;
    const own = outcome === 'failed' ? this.failed(member, group) : this.answered(member, outcome);
    if (compared.length === 0) return own;
    return [...own, ...compared.flatMap((each) => this.eject(each, 'rate', group))];
  }

  private answered(member: Member, outcome: Outcome): readonly Change[] {
    member.breaker.success(stateOf(member));
    if (member.outUntil === undefined) return nothing;
    if (outcome === 'bad' && member.outFor === 'rate') return this.extend(member);
    member.outUntil = undefined;
    return [{ member, what: 'readmitted', forMs: 0 }];
  }

  private failed(member: Member, group: readonly Member[]): readonly Change[] {
    const enough = member.breaker.failure(stateOf(member));
    if (member.outUntil !== undefined) return this.extend(member);
    return enough ? this.eject(member, 'failures', group) : nothing;
  }

  private eject(member: Member, why: 'failures' | 'rate', group: readonly Member[]): readonly Change[] {
    if (member.outUntil !== undefined) return nothing;
    const out = group.filter(({ outUntil }) => outUntil !== undefined).length;
    if (out + 1 > group.length * this.rules.most) return nothing;
    member.outFor = why;
    this.extend(member);
    const reason = why === 'rate' ? 'it fails more often than the others' : undefined;
    return [{ member, what: 'ejected', forMs: this.rules.forMs, why: reason }];
  }

  /** That is no news. */
  private extend(member: Member): readonly Change[] {
    member.outUntil = this.clock() + this.rules.forMs;
    return nothing;
  }
}

const nothing: readonly never[] = [];
const stateOf = ({ outUntil }: Member): number => (outUntil === undefined ? closed : halfOpen);
