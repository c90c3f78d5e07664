import type { Clock } from '@eureka-nest/runtime/time';

/** Change in the availability of a server that a response, or a missing one, brought to light. */
type ServerTransition = 'none' | 'not up yet' | 'up' | 'lost' | 'back';

interface ServerState {
  availability: 'never asked' | 'not up yet' | 'up' | 'lost';
  /** Number of failures in a row. */
  failures: number;
  /** End of its quarantine, epoch ms. Until then it is asked after all others. */
  quarantinedUntil: number;
}

const firstQuarantineMs = 30_000;
const longestQuarantineMs = 300_000;

/**
 * Decides which registry to ask first. Writes go to the registry that responded last. Reads go to
 * the first of the list that is not in quarantine, which is how the client returns to the preferred
 * one. A failure puts a registry into quarantine for 30 s, then 60 s, up to 5 min.
 *
 * QUIRK(RetryableEurekaHttpClient): Java shuffles the list, skips quarantined servers until most
 * are quarantined, and stays with another server for about 20 minutes. Here the list is the order
 * of preference, and quarantined servers come last, so there is always one to ask.
 */
export class ServerSelector {
  private readonly servers = new Map<string, ServerState>();
  private pinned: string | undefined;

  constructor(private readonly clock: Clock) {}

  /** Sorts all servers, the most promising first. */
  order(names: readonly string[], purpose: 'read' | 'write'): readonly string[] {
    const now = this.clock();
    const rank = (name: string) => {
      if (now < this.stateOf(name).quarantinedUntil) return 2;
      return purpose === 'write' && name === this.pinned ? 0 : 1;
    };
    return [...names].sort((a, b) => rank(a) - rank(b));
  }

  /** Forgets the servers that are no longer configured: DNS may return new ones for ever. */
  retain(names: ReadonlySet<string>): void {
    for (const name of this.servers.keys()) if (!names.has(name)) this.servers.delete(name);
  }

  recordResponse(name: string): ServerTransition {
    const server = this.stateOf(name);
    const before = server.availability;
    this.pinned = name;
    Object.assign(server, { availability: 'up', failures: 0, quarantinedUntil: -Infinity });
    if (before === 'lost') return 'back';
    return before === 'up' ? 'none' : 'up';
  }

  recordUnreachable(name: string): ServerTransition {
    this.quarantine(name);
    const server = this.stateOf(name);
    if (server.availability === 'lost' || server.availability === 'not up yet') return 'none';
    return (server.availability = server.availability === 'up' ? 'lost' : 'not up yet');
  }

  /** Moves a server to the end of the order for a while, also if it responded, but not usably. */
  quarantine(name: string): void {
    if (this.pinned === name) this.pinned = undefined;
    const server = this.stateOf(name);
    server.quarantinedUntil =
      this.clock() + Math.min(longestQuarantineMs, firstQuarantineMs * 2 ** server.failures);
    server.failures += 1;
  }

  private stateOf(name: string): ServerState {
    const found = this.servers.get(name);
    if (found) return found;
    const fresh: ServerState = { availability: 'never asked', failures: 0, quarantinedUntil: -Infinity };
    this.servers.set(name, fresh);
    return fresh;
  }
}
