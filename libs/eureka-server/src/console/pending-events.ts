import type { ConsoleEvents } from '@eureka-nest/protocol/console';
import type { ChangedKeys } from './snapshot.js';

const MAX_RENEWED = 500;
/** Instances in one event of changes: encoding them takes about a millisecond. */
const MAX_CHANGED = 250;

/** Changes and renewals since the last event of their kind. */
export class PendingEvents {
  readonly changed: ChangedKeys = new Map();
  private readonly renewals = new Map<string, number>();
  private omitted = 0;

  renewed(key: string, at: number): void {
    if (this.renewals.size < MAX_RENEWED || this.renewals.has(key)) this.renewals.set(key, at);
    else this.omitted += 1;
  }

  takeHeartbeats(at: number): ConsoleEvents['heartbeats'] | undefined {
    if (this.renewals.size === 0) return undefined;
    const heartbeats = { at, renewed: [...this.renewals], omitted: this.omitted };
    this.renewals.clear();
    this.omitted = 0;
    return heartbeats;
  }

  /** The next slice of the changes; empty if there is none. */
  takeChanged(): ChangedKeys {
    return takeFirst(this.changed, MAX_CHANGED);
  }

  clear(): void {
    this.changed.clear();
    this.renewals.clear();
    this.omitted = 0;
  }
}

/** Moves the first keys into a map of their own. */
export function takeFirst(changed: ChangedKeys, count: number): ChangedKeys {
  const taken: ChangedKeys = new Map();
  for (const [key, name] of changed) {
    if (taken.size === count) break;
    taken.set(key, name);
    changed.delete(key);
  }
  return taken;
}
