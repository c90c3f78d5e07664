/**
 * Keeps an instance registered until it expires, unless renewed first. Times are epoch ms, 0 for
 * never.
 */
export interface Lease {
  readonly durationMs: number;
  readonly registeredAt: number;
  /**
   * Time of the last renewal (`leaseInfo.lastRenewalTimestamp` on the wire). After a renewal it
   * lies in the future, see {@link renew}. The one field that changes in place: a new lease per
   * heartbeat would spend an eighth of its CPU time on garbage collection.
   */
  renewedAt: number;
  /** Set once, when the instance is cancelled or evicted. */
  readonly cancelledAt: number;
  /** Time when the instance was first UP; carried over to its later leases. */
  readonly serviceUpAt: number;
}

/** Duration where an instance states none, or none above 0. Java: Lease.DEFAULT_DURATION_IN_SECS */
const DEFAULT_DURATION_SECS = 90;

/**
 * A new lease. Each registration grants one, also to an instance that holds a lease already.
 *
 * @param before the lease it replaces
 */
export const grant = (durationInSecs: number, now: number, before?: Lease): Lease => ({
  durationMs: (durationInSecs > 0 ? durationInSecs : DEFAULT_DURATION_SECS) * 1000,
  registeredAt: now,
  renewedAt: now,
  cancelledAt: 0,
  serviceUpAt: before?.serviceUpAt ?? 0,
});

/**
 * QUIRK(Lease.renew): stores now + duration, and {@link isExpired} adds the duration again, so a
 * renewed lease lives twice its duration (180 s by default). Netflix knows and keeps it: clients in
 * the field rely on the longer grace.
 */
export function renew(lease: Lease, now: number): void {
  lease.renewedAt = now + lease.durationMs;
}

/** @param graceMs delay of the eviction run itself, which must not cost an instance its lease */
export const isExpired = (lease: Lease, now: number, graceMs = 0): boolean =>
  lease.cancelledAt > 0 || now > lease.renewedAt + lease.durationMs + graceMs;

export const cancel = (lease: Lease, now: number): Lease =>
  lease.cancelledAt > 0 ? lease : { ...lease, cancelledAt: now };

export const serviceUp = (lease: Lease, now: number): Lease =>
  lease.serviceUpAt > 0 ? lease : { ...lease, serviceUpAt: now };
