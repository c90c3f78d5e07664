import { instanceKey } from '../instance-key.js';
import { NumberedRing } from '../numbered-ring.js';
import { sizeOfNames } from '../sizes.js';
import type { ChangedInstance } from './changed-instance.js';

/** Characters of all names in the log: 10,000 changes of instances with names of usual length. */
const MAX_SIZE = 8 * 1024 * 1024;

/**
 * The latest changes, numbered: a reader that has seen change n asks for those after n. Java's
 * delta has no such cursor; every client receives the same three minutes of changes.
 *
 * The size of a change is that of its names: a registered instance is in memory anyway, and of one
 * that left `RecentChanges` retains little more than the names.
 */
export class ChangeLog {
  private readonly changes: NumberedRing<ChangedInstance>;

  constructor(capacity: number, maxSize = MAX_SIZE) {
    this.changes = new NumberedRing<ChangedInstance>({ count: capacity, size: maxSize, sizeOf: sizeOfNames });
  }

  /** Number of the latest change; 0 before the first. */
  get last(): number {
    return this.changes.last;
  }

  add(changed: ChangedInstance): void {
    this.changes.add(changed);
  }

  /**
   * Instances that changed after change `number`, each once, ordered by their latest change;
   * undefined if some of these changes are no longer in the log.
   */
  since(number: number): readonly ChangedInstance[] | undefined {
    const changes = this.changes.since(number);
    if (!changes) return undefined;
    const latest = new Map<string, ChangedInstance>();
    for (const changed of changes) {
      const key = instanceKey(changed.app, changed.id);
      latest.delete(key);
      latest.set(key, changed);
    }
    return [...latest.values()];
  }
}
