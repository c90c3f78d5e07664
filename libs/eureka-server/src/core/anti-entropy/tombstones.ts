import { instanceKey } from '../registry/instance-key.js';

/** That an instance left, and as which version of itself. */
export interface Tombstone {
  readonly app: string;
  readonly id: string;
  readonly lastDirtyTimestamp: number;
  readonly at: number;
  /** `cancelled` holds for every registry, `evicted` for this one alone: another may have heard of it since. */
  readonly how: 'cancelled' | 'evicted';
}

const KEPT_MS = 3_600_000;
const MOST_KEPT = 20_000;

/**
 * Who left of late, so that a copy that missed it does not bring them back: what a peer lists and we do not, we
 * never heard of or have seen leaving. Beyond Java, whose registries know only who is there.
 */
export class Tombstones {
  /** Oldest first. */
  private readonly byKey = new Map<string, Tombstone>();

  get size(): number {
    return this.byKey.size;
  }

  add(departure: Tombstone): void {
    this.forgetOld(departure.at);
    const key = instanceKey(departure.app, departure.id);
    this.byKey.delete(key);
    this.byKey.set(key, departure);
    const [oldest] = this.byKey.keys();
    if (this.byKey.size > MOST_KEPT && oldest !== undefined) this.byKey.delete(oldest);
  }

  /** It is there again. */
  cameBack(app: string, id: string): void {
    this.byKey.delete(instanceKey(app, id));
  }

  of(app: string, id: string): Tombstone | undefined {
    return this.byKey.get(instanceKey(app, id));
  }

  /** Those who cancelled, of some applications. */
  cancelledOf(apps: ReadonlySet<string>, now: number): readonly Tombstone[] {
    this.forgetOld(now);
    return [...this.byKey.values()].filter(({ app, how }) => how === 'cancelled' && apps.has(app));
  }

  private forgetOld(now: number): void {
    for (const [key, { at }] of this.byKey) {
      if (now - at < KEPT_MS) return;
      this.byKey.delete(key);
    }
  }
}
