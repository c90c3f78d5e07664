import { instanceKey } from '../instance-key.js';
import type { ChangedInstance } from './changed-instance.js';

/**
 * The latest changes, numbered: a reader that has seen change n asks for those after n. Java's
 * delta has no such cursor; every client receives the same three minutes of changes.
 *
 * Invariant: change n is in slot (n - 1) % capacity, for the last `capacity` changes.
 */
export class ChangeLog {
  private readonly ring: ChangedInstance[] = [];
  /** Number of the latest change; 0 before the first. */
  last = 0;

  constructor(private readonly capacity: number) {}

  add(changed: ChangedInstance): void {
    if (this.capacity > 0) this.ring[this.last % this.capacity] = changed;
    this.last += 1;
  }

  /**
   * Instances that changed after change `number`, each once, ordered by their latest change;
   * undefined if some of these changes are no longer in the log.
   */
  since(number: number): readonly ChangedInstance[] | undefined {
    if (number > this.last || this.last - number > this.capacity) return undefined;
    const latest = new Map<string, ChangedInstance>();
    for (let index = number; index < this.last; index++) {
      const changed = this.ring[index % this.capacity];
      if (!changed) continue;
      const key = instanceKey(changed.app, changed.id);
      latest.delete(key);
      latest.set(key, changed);
    }
    return [...latest.values()];
  }
}
