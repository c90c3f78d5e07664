import type { Clock } from '@eureka-nest/runtime/time';

/** Change in the availability of a server that a response, or a missing one, brought to light. */
type ServerTransition = 'none' | 'not up yet' | 'up' | 'lost' | 'back';

/** Reads and writes of one server may fail apart, such as fetches that time out. */
type Purpose = 'read' | 'write';

interface ServerState {
  availability: 'never asked' | 'not up yet' | 'up' | 'lost';
  /** Purposes whose last request failed. */
  readonly failing: Map<Purpose, 'unreachable' | 'unusable'>;
  /** Number of failures in a row. */
  failures: number;
  /** End of its quarantine per purpose. Until then it is asked after all others. */
  quarantinedUntil: Readonly<Record<Purpose, number>>;
}

const free = { read: -Infinity, write: -Infinity } as const;
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
  order(names: readonly string[], purpose: Purpose): readonly string[] {
    const now = this.clock();
    const rank = (name: string) => {
      if (now < this.stateOf(name).quarantinedUntil[purpose]) return 2;
      return purpose === 'write' && name === this.pinned ? 0 : 1;
    };
    return [...names].sort((a, b) => rank(a) - rank(b));
  }

  recordResponse(name: string, purpose: Purpose = 'write'): ServerTransition {
    const server = this.stateOf(name);
    this.pinned = name;
    // Only the other kind of requests fails: this response does not show that the server is back.
    if (server.failing.size > 0 && !server.failing.has(purpose)) {
      server.quarantinedUntil = { ...server.quarantinedUntil, [purpose]: -Infinity };
      return 'none';
    }
    const before = server.availability;
    server.failing.delete(purpose);
    Object.assign(server, { availability: 'up', failures: 0, quarantinedUntil: free });
    if (before === 'lost') return 'back';
    return before === 'up' ? 'none' : 'up';
  }

  recordUnreachable(name: string, purpose: Purpose = 'write'): ServerTransition {
    const server = this.stateOf(name);
    const isKnown = server.failing.get(purpose) === 'unreachable';
    this.quarantine(name, purpose, 'unreachable');
    if (isKnown || server.availability === 'lost' || server.availability === 'not up yet') return 'none';
    return (server.availability = server.availability === 'up' ? 'lost' : 'not up yet');
  }

  /** Moves a server to the end of the order for a while, also if it responded, but not usably. */
  quarantine(name: string, purpose: Purpose = 'write', how: 'unreachable' | 'unusable' = 'unusable'): void {
    if (this.pinned === name) this.pinned = undefined;
    const server = this.stateOf(name);
    const until = this.clock() + Math.min(longestQuarantineMs, firstQuarantineMs * 2 ** server.failures);
    server.quarantinedUntil = { read: until, write: until };
    server.failing.set(purpose, how);
    server.failures += 1;
  }

  /** Forgets servers that have left the list: names may resolve to ever new addresses. */
  retainOnly(names: readonly string[]): void {
    if (this.servers.size <= names.length) return;
    for (const name of this.servers.keys()) if (!names.includes(name)) this.servers.delete(name);
  }

  private stateOf(name: string): ServerState {
    const found = this.servers.get(name);
    if (found) return found;
    const fresh: ServerState = {
      availability: 'never asked',
      failing: new Map(),
      failures: 0,
      quarantinedUntil: free,
    };
    this.servers.set(name, fresh);
    return fresh;
  }
}
