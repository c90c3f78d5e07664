import type { InstanceStatus } from '@eureka-nest/protocol';

const KEPT_MS = 3_600_000;

interface Entry {
  readonly status: InstanceStatus;
  readonly usedAt: number;
}

/**
 * The statuses operators forced.
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
    this.entries.set(id, { status: entry.status, usedAt: now });
    return entry.status;
  }

  set(id: string, status: InstanceStatus, now: number): void {
    this.forgetOld(now);
    this.entries.delete(id);
    this.entries.set(id, { status, usedAt: now });
  }

  /** Says what it removed. */
  remove(id: string, now: number): InstanceStatus | undefined {
    const status = this.get(id, now);
    this.entries.delete(id);
    return status;
  }

  /** All that are remembered; to look at them keeps none alive. */
  all(now: number): ReadonlyMap<string, InstanceStatus> {
    this.forgetOld(now);
    return new Map([...this.entries].map(([id, { status }]) => [id, status]));
  }

  get size(): number {
    return this.entries.size;
  }

  private forgetOld(now: number): void {
    for (const [id, entry] of this.entries) {
      if (!isForgotten(entry, now)) return;
      this.entries.delete(id);
    }
  }
}

const isForgotten = ({ usedAt }: Entry, now: number) => now - usedAt >= KEPT_MS;
