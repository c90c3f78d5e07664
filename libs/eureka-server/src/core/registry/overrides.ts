import type { InstanceStatus } from '@eureka-nest/protocol';

const RETENTION_MS = 3_600_000;

/** Time of an override whose real time is unknown: any known time is later. */
export const UNKNOWN_TIME = 0;

interface Override {
  /** Undefined once the override was removed. */
  readonly status?: InstanceStatus;
  /** Time of the operator's request, or the earliest time at which a peer reported it. */
  readonly setAt: number;
  readonly usedAt: number;
}

/**
 * The statuses forced by operators. The removal of an override is remembered as well, so that a
 * copy that missed it does not restore the override.
 *
 * QUIRK(AbstractInstanceRegistry.overriddenInstanceStatusMap): keyed by instance id alone, so
 * instances of two applications with one id share an override. An override that is neither read nor
 * written for an hour is forgotten, which happens to an instance that stays DOWN that long.
 *
 * Invariant: overrides are in the order of their last use, oldest first.
 */
export class Overrides {
  private readonly byId = new Map<string, Override>();

  /** The override of an instance. Counts as a use. */
  get(id: string, now: number): InstanceStatus | undefined {
    const override = this.byId.get(id);
    if (!override) return undefined;
    this.byId.delete(id);
    if (isForgotten(override, now)) return undefined;
    this.byId.set(id, { ...override, usedAt: now });
    return override.status;
  }

  /**
   * Time when an override was set or removed; undefined if there is no record of one. Not a use.
   */
  setAt(id: string, now: number): number | undefined {
    const override = this.byId.get(id);
    return override && !isForgotten(override, now) ? override.setAt : undefined;
  }

  /** True if an override was set or removed after `at`; false for an `at` that is unknown. */
  isChangedSince(id: string, at: number | undefined, now: number): boolean {
    return at !== undefined && at < (this.setAt(id, now) ?? at);
  }

  set(id: string, status: InstanceStatus, now: number, setAt = now): void {
    this.put(id, { status, usedAt: now, setAt });
  }

  /** Removes an override; returns its status, if there was one. */
  remove(id: string, now: number, setAt = now): InstanceStatus | undefined {
    const status = this.get(id, now);
    if (status) this.put(id, { usedAt: now, setAt });
    return status;
  }

  /** Forgets an instance that left; a later registration under its id starts without a record. */
  drop(id: string): void {
    this.byId.delete(id);
  }

  /** All overrides in force. Not a use. */
  all(now: number): ReadonlyMap<string, InstanceStatus> {
    this.forgetOld(now);
    return new Map([...this.byId].flatMap(([id, { status }]) => (status ? [[id, status] as const] : [])));
  }

  /** Number of records, removed overrides included. */
  get size(): number {
    return this.byId.size;
  }

  private put(id: string, override: Override): void {
    this.forgetOld(override.usedAt);
    this.byId.delete(id);
    this.byId.set(id, override);
  }

  private forgetOld(now: number): void {
    for (const [id, override] of this.byId) {
      if (!isForgotten(override, now)) return;
      this.byId.delete(id);
    }
  }
}

const isForgotten = ({ usedAt }: Override, now: number) => now - usedAt >= RETENTION_MS;
