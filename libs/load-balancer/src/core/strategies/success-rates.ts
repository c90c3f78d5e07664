import type { Clock } from '@eureka-nest/runtime/time';

export interface SuccessRules {
  /** Rates are compared at the end of each such span. */
  readonly everyMs: number;
  /** Fewer calls in it than this say nothing. */
  readonly leastCalls: number;
  /** How far below the rate of all the others together an instance may be, from 0 to 1. */
  readonly mostBelow: number;
}

interface Tally {
  good: number;
  bad: number;
}

/**
 * Tells who answers worse than the others. A fault of the service itself shows at all of them alike, and then nobody stands out;
 * an instance whose disk is full does.
 */
export class SuccessRates<M> {
  private readonly tallies = new Map<M, Tally>();
  private endsAt: number;

  constructor(
    private readonly rules: SuccessRules,
    private readonly clock: Clock,
  ) {
    this.endsAt = clock() + rules.everyMs;
  }

  /** @returns those that stand out, where a span has just ended */
  count(member: M, good: boolean, now = this.clock()): readonly M[] {
    const tally = this.tallyOf(member);
    if (good) tally.good++;
    else tally.bad++;
    return now < this.endsAt ? none : this.close(now);
  }

  private close(now: number): readonly M[] {
    const { everyMs, leastCalls, mostBelow } = this.rules;
    const heard = [...this.tallies].filter(([, { good, bad }]) => good + bad >= leastCalls);
    const sum = heard.reduce((all, [, { good, bad }]) => ({ good: all.good + good, bad: all.bad + bad }), {
      good: 0,
      bad: 0,
    });
    this.tallies.clear();
    this.endsAt = now + everyMs;
    if (heard.length < 2) return none;
    return heard
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
