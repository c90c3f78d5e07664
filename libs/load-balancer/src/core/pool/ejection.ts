import type { Clock } from '@eureka-nest/runtime/time';
import { type Breaker, closed, consecutive, halfOpen } from './breaker.js';
import type { EjectionCause, Outcome, PoolMember } from './pool-member.js';
import { SuccessRates, type SuccessRules } from './success-rates.js';

export interface EjectionRules {
  /** Time from an ejection to its first probe, and between probes. */
  readonly forMs: number;
  /** Creates the breaker of each instance; the default trips at the first failure. */
  readonly breaker: () => Breaker;
  /** Comparison of success rates; undefined switches it off. */
  readonly rates: SuccessRules | undefined;
  /** Part of the pool that may be ejected at once, from 0 to 1. */
  readonly most: number;
}

export const ejectionRules: EjectionRules = {
  forMs: 10_000,
  breaker: () => consecutive(1),
  rates: { everyMs: 10_000, leastCalls: 20, mostBelow: 0.3 },
  most: 0.5,
};

/** A member was ejected or readmitted. Without a `reason` the error of the call is the reason. */
export type EjectionChange =
  | {
      readonly kind: 'ejected';
      readonly member: PoolMember;
      readonly forMs: number;
      readonly reason?: string;
    }
  | { readonly kind: 'readmitted'; readonly member: PoolMember };

/** Lists the members of a pool. Only a failure asks for them. */
type Pool = () => readonly PoolMember[];

/**
 * Ejects a member of a pool after failures, and readmits it when a later call succeeds.
 *
 * A registry needs minutes to notice a killed instance and may list it for ever
 * (self-preservation); a caller whose connection was refused knows at once. Invariant: at most the
 * part `most` of the pool is ejected. With more instances failing the fault is rather on our side,
 * and the few that remain would be overloaded.
 */
export class Ejection {
  private readonly rates: SuccessRates<PoolMember> | undefined;

  constructor(
    readonly rules: EjectionRules,
    private readonly clock: Clock,
  ) {
    this.rates = rules.rates && new SuccessRates(rules.rates, clock);
  }

  /** True if a call may go to this member: it is not ejected, or its probe is due. */
  isAvailable({ ejectedUntil, isProbing }: PoolMember): boolean {
    return ejectedUntil === undefined || (ejectedUntil <= this.clock() && !isProbing);
  }

  /** Records the start of a call. @returns true if it is a probe */
  begin(member: PoolMember): boolean {
    if (member.ejectedUntil === undefined || !this.isAvailable(member)) return false;
    return (member.isProbing = true);
  }

  /** Records the end of a call. @param pool lists the members among which it was picked */
  end(member: PoolMember, outcome: Outcome, pool: Pool, now = this.clock()): readonly EjectionChange[] {
    member.isProbing = false;
    if (outcome === 'cancelled') return none;
    const outliers = this.rates?.count(member, outcome === 'good', now) ?? none;
    const changes = outcome === 'failed' ? this.failed(member, pool) : this.responded(member, outcome);
    if (outliers.length === 0) return changes;
    return [...changes, ...outliers.flatMap((outlier) => this.eject(outlier, 'rate', pool))];
  }

  private responded(member: PoolMember, outcome: Outcome): readonly EjectionChange[] {
    member.breaker.success(breakerState(member));
    if (member.ejectedUntil === undefined) return none;
    if (outcome === 'bad' && member.ejectedFor === 'rate') return this.prolong(member);
    member.ejectedUntil = undefined;
    return [{ kind: 'readmitted', member }];
  }

  private failed(member: PoolMember, pool: Pool): readonly EjectionChange[] {
    const tripped = member.breaker.failure(breakerState(member));
    if (member.ejectedUntil !== undefined) return this.prolong(member);
    return tripped ? this.eject(member, 'failures', pool) : none;
  }

  private eject(member: PoolMember, cause: EjectionCause, pool: Pool): EjectionChange[] {
    if (member.ejectedUntil !== undefined) return [];
    const members = pool();
    const ejected = members.filter(({ ejectedUntil }) => ejectedUntil !== undefined).length;
    if (ejected + 1 > members.length * this.rules.most) return [];
    member.ejectedFor = cause;
    this.prolong(member);
    const reason = cause === 'rate' ? 'it fails more often than the others' : undefined;
    return [{ kind: 'ejected', member, forMs: this.rules.forMs, reason }];
  }

  /** Postpones the next probe; the member was ejected before, so there is no change to report. */
  private prolong(member: PoolMember): readonly never[] {
    member.ejectedUntil = this.clock() + this.rules.forMs;
    return none;
  }
}

const none: readonly never[] = [];
const breakerState = ({ ejectedUntil }: PoolMember): number =>
  ejectedUntil === undefined ? closed : halfOpen;
