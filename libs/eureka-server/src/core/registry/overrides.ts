import type { InstanceStatus } from '@eureka-nest/protocol';

const KEPT_MS = 3_600_000;

/** When it was forced or removed is not known: anything that is known is newer. */
export const UNKNOWN_TIME = 0;

interface Entry {
  /** None where the override was removed. */
  readonly status?: InstanceStatus;
  /** When the operator spoke; of what a peer was told, when it was told that. */
  readonly setAt: number;
  readonly usedAt: number;
}

/**
 * The statuses operators forced. That one was removed is remembered too, so that a copy that missed it does not
 * bring it back.
 *
 * QUIRK(AbstractInstanceRegistry.overriddenInstanceStatusMap): keyed by instance id alone, so instances of
 * two applications with one id share an override; and one that nobody reads or writes for an hour is
 * forgotten, which happens to an instance that stays DOWN that long.
 */
export class Overrides {
  /** Each use moves its entry to the end, so the oldest stand first. */
  private readonly entries = new Map<string, Entry>();

  get(id: string, now: number): InstanceStatus | undefined {
    const entry = this.entries.get(id);
    if (!entry) return undefined;
    this.entries.delete(id);
    if (isForgotten(entry, now)) return undefined;
    this.entries.set(id, { ...entry, usedAt: now });
    return entry.status;
  }

  /** When it was forced or removed; undefined where nobody ever did, or that is forgotten. To ask keeps nothing alive. */
  setAt(id: string, now: number): number | undefined {
    const entry = this.entries.get(id);
    return entry && !isForgotten(entry, now) ? entry.setAt : undefined;
  }

  set(id: string, status: InstanceStatus, now: number, setAt = now): void {
    this.put(id, { status, usedAt: now, setAt });
  }

  /** Says what it removed. */
  remove(id: string, now: number, setAt = now): InstanceStatus | undefined {
    const status = this.get(id, now);
    if (status) this.put(id, { usedAt: now, setAt });
    return status;
  }

  /** The instance left: should it come again, nothing is known of it. */
  drop(id: string): void {
    this.entries.delete(id);
  }

  /** All that are forced; to look at them keeps none alive. */
  all(now: number): ReadonlyMap<string, InstanceStatus> {
    this.forgetOld(now);
    return new Map([...this.entries].flatMap(([id, { status }]) => (status ? [[id, status] as const] : [])));
  }

  /** How many are remembered, removed ones included. */
  get size(): number {
    return this.entries.size;
  }

  private put(id: string, entry: Entry): void {
    this.forgetOld(entry.usedAt);
    this.entries.delete(id);
    this.entries.set(id, entry);
  }

  private forgetOld(now: number): void {
    for (const [id, entry] of this.entries) {
      if (!isForgotten(entry, now)) return;
      this.entries.delete(id);
    }
  }
}

const isForgotten = ({ usedAt }: Entry, now: number) => now - usedAt >= KEPT_MS;
