import { instanceKey } from '../instance-key.js';
import { LimitedMap } from '../limited-map.js';
import { sizeOfNames } from '../sizes.js';

/** Record of an instance that left, and of the version it had. */
export interface Tombstone {
  readonly app: string;
  readonly id: string;
  readonly lastDirtyTimestamp: number;
  readonly at: number;
  /**
   * `cancelled` holds for every registry, `evicted` for this one: a peer may have heard of the
   * instance.
   */
  readonly how: 'cancelled' | 'evicted';
}

const RETENTION_MS = 3_600_000;
const MAX_COUNT = 20_000;
/** Characters of all names. */
const MAX_SIZE = 8 * 1024 * 1024;

/**
 * Instances that left within the last hour. They separate an instance that is new to us from one
 * that we have seen leaving, so that a peer that missed the cancel does not bring it back. Java has
 * no such record.
 */
export class Tombstones {
  /** Oldest first. */
  private readonly byKey = new LimitedMap<Tombstone>({
    count: MAX_COUNT,
    size: MAX_SIZE,
    sizeOf: sizeOfNames,
  });

  get size(): number {
    return this.byKey.size;
  }

  add(tombstone: Tombstone): void {
    this.forgetOld(tombstone.at);
    const key = instanceKey(tombstone.app, tombstone.id);
    this.byKey.delete(key);
    this.byKey.set(key, tombstone);
  }

  /** Removes the tombstone of an instance that registered again. */
  remove(app: string, id: string): void {
    this.byKey.delete(instanceKey(app, id));
  }

  of(app: string, id: string): Tombstone | undefined {
    return this.byKey.get(instanceKey(app, id));
  }

  cancelledOf(apps: ReadonlySet<string>, now: number): readonly Tombstone[] {
    this.forgetOld(now);
    return [...this.byKey.values()].filter(({ app, how }) => how === 'cancelled' && apps.has(app));
  }

  private forgetOld(now: number): void {
    for (let key = this.byKey.oldestKey; key !== undefined; key = this.byKey.oldestKey) {
      if (now - (this.byKey.get(key)?.at ?? now) < RETENTION_MS) return;
      this.byKey.delete(key);
    }
  }
}
