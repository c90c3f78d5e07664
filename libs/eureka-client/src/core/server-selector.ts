import type { Clock } from '../surroundings.js';

/** What an answer, or none, says about a registry that was not known before. */
export type ServerNews = 'nothing new' | 'not up yet' | 'up' | 'lost' | 'back';

interface Known {
  state: 'never asked' | 'not up yet' | 'up' | 'lost';
  /** It failed so often in a row. */
  failures: number;
  /** Until then it is asked after all others. */
  quarantinedUntil: number;
}

const firstQuarantineMs = 30_000;
const longestQuarantineMs = 300_000;

/**
 * Which registry to ask. What writes goes to the one that answered last, as long as it does; what reads goes to the first of the
 * list that is not in quarantine, and so finds the way back to the preferred one. A registry that failed is in quarantine: the others
 * come first, for half a minute, then a minute, up to five.
 *
 * QUIRK(RetryableEurekaHttpClient): Java shuffles the list, leaves out servers in quarantine until most of them are in it, and
 * stays with another server for about 20 minutes; here the order of the list is the order of preference, and the ones in quarantine
 * come last instead, so there is always one to ask.
 */
export class ServerChoice {
  private readonly known = new Map<string, Known>();
  private pinned: string | undefined;

  constructor(private readonly clock: Clock) {}

  /** All of them, the most promising first. */
  order(names: readonly string[], purpose: 'read' | 'write'): readonly string[] {
    const now = this.clock();
    const rank = (name: string) => {
      if (now < this.of(name).quarantinedUntil) return 2;
      return purpose === 'write' && name === this.pinned ? 0 : 1;
    };
    return [...names].sort((a, b) => rank(a) - rank(b));
  }

  answered(name: string): ServerNews {
    const its = this.of(name);
    const before = its.state;
    this.pinned = name;
    Object.assign(its, { state: 'up', failures: 0, quarantinedUntil: -Infinity });
    if (before === 'lost') return 'back';
    return before === 'up' ? 'nothing new' : 'up';
  }

  /** There was no answer at all. */
  unreachable(name: string): ServerNews {
    this.passOver(name);
    const its = this.of(name);
    if (its.state === 'lost' || its.state === 'not up yet') return 'nothing new';
    return (its.state = its.state === 'up' ? 'lost' : 'not up yet');
  }

  /** There was an answer, but none that helps: the next call goes to another server, if that one has something better. */
  passOver(name: string): void {
    if (this.pinned === name) this.pinned = undefined;
    const its = this.of(name);
    its.quarantinedUntil =
      this.clock() + Math.min(longestQuarantineMs, firstQuarantineMs * 2 ** its.failures);
    its.failures += 1;
  }

  private of(name: string): Known {
    const found = this.known.get(name);
    if (found) return found;
    const fresh: Known = { state: 'never asked', failures: 0, quarantinedUntil: -Infinity };
    this.known.set(name, fresh);
    return fresh;
  }
}
