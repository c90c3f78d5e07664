import type { ConsoleEvents } from '@eureka-nest/protocol/console';
import type { ChangedKeys } from './snapshot.js';

const MAX_RENEWED = 500;
/** Instances in one event of changes: encoding them takes about a millisecond. */
const MAX_CHANGED = 250;

/** Changes and renewals since the last event of their kind. */
export class PendingEvents {
  readonly changed: ChangedKeys = new Map();
  private readonly renewals = new Map<string, number>();

  renewed(key: string, at: number): void {
    this.renewals.set(key, at);
  }

  /** The first that wait. The others are counted, and named next, or they would look expired. */
  takeHeartbeats(at: number): ConsoleEvents['heartbeats'] | undefined {
    if (this.renewals.size === 0) return undefined;
    const renewed = [...takeFirst(this.renewals, MAX_RENEWED)];
    return { at, renewed, omitted: this.renewals.size };
  }

  /** The next slice of the changes; empty if there is none. */
  takeChanged(): ChangedKeys {
    return takeFirst(this.changed, MAX_CHANGED);
  }

  clear(): void {
    this.changed.clear();
    this.renewals.clear();
  }
}

/** Moves the first keys into a map of their own. */
export function takeFirst<Value>(waiting: Map<string, Value>, count: number): Map<string, Value> {
  const taken = new Map<string, Value>();
  for (const [key, value] of waiting) {
    if (taken.size === count) break;
    taken.set(key, value);
    waiting.delete(key);
  }
  return taken;
}
