import type { Clock } from '@eureka-nest/runtime/time';

export interface SuccessRules {
  /** Length of a period; rates are compared at its end. */
  readonly everyMs: number;
  /** Calls that a member needs in a period to be compared. */
  readonly leastCalls: number;
  /** Tolerated distance below the joint rate of all others, from 0 to 1. */
  readonly mostBelow: number;
}

interface Tally {
  good: number;
  bad: number;
}

/**
 * Compares the success rates of the members of a pool. A fault of the service itself lowers all
 * rates alike, so no member is an outlier; an instance with a full disk is one.
 */
export class SuccessRates<M> {
  private readonly tallies = new Map<M, Tally>();
  private periodEndsAt: number;

  constructor(
    private readonly rules: SuccessRules,
    private readonly clock: Clock,
  ) {
    this.periodEndsAt = clock() + rules.everyMs;
  }

  /** @returns the outliers if this call ends a period */
  count(member: M, good: boolean, now = this.clock()): readonly M[] {
    const tally = this.tallyOf(member);
    if (good) tally.good++;
    else tally.bad++;
    return now < this.periodEndsAt ? none : this.closePeriod(now);
  }

  private closePeriod(now: number): readonly M[] {
    const { everyMs, leastCalls, mostBelow } = this.rules;
    const compared = [...this.tallies].filter(([, { good, bad }]) => good + bad >= leastCalls);
    this.tallies.clear();
    this.periodEndsAt = now + everyMs;
    if (compared.length < 2) return none;
    const sum = { good: 0, bad: 0 };
    for (const [, { good, bad }] of compared) {
      sum.good += good;
      sum.bad += bad;
    }
    return compared
      .filter(([, { good, bad }]) => {
        const others = rateOf({ good: sum.good - good, bad: sum.bad - bad });
        return rateOf({ good, bad }) < others - mostBelow;
      })
      .map(([member]) => member);
  }

  private tallyOf(member: M): Tally {
    let tally = this.tallies.get(member);
    if (!tally) this.tallies.set(member, (tally = { good: 0, bad: 0 }));
    return tally;
  }
}

const none: readonly never[] = [];
const rateOf = ({ good, bad }: Tally): number => good / (good + bad);
