/** Keeps an instance listed until it expires, unless renewed first. Times are epoch ms, 0 for never. */
export interface Lease {
  readonly durationMs: number;
  readonly registeredAt: number;
  /**
   * On the wire: leaseInfo.lastRenewalTimestamp. After a renewal it lies in the future: see {@link renew}.
   */
  readonly renewedAt: number;
  /** Set once, when the instance is cancelled or evicted. */
  readonly cancelledAt: number;
  /** When the instance was UP for the first time; outlives the lease it was set in. */
  readonly serviceUpAt: number;
}

/** Java takes 90 s where an instance names no duration, or a senseless one. */
const DEFAULT_DURATION_SECS = 90;

/**
 * A new lease: each registration grants one, also of an instance that has one already.
 *
 * @param before the lease it replaces: only the time of the first UP is carried over
 */
export const grant = (durationInSecs: number, now: number, before?: Lease): Lease => ({
  durationMs: (durationInSecs > 0 ? durationInSecs : DEFAULT_DURATION_SECS) * 1000,
  registeredAt: now,
  renewedAt: now,
  cancelledAt: 0,
  serviceUpAt: before?.serviceUpAt ?? 0,
});

/**
 * QUIRK(Lease.renew): stores now + duration and isExpired adds the duration again, so a renewed lease lives
 * twice its duration (180 s by default). Netflix knows and keeps it: clients in the field rely on the longer
 * grace.
 */
export const renew = (lease: Lease, now: number): Lease => ({ ...lease, renewedAt: renewedAt(lease, now) });

/** What {@link renew} changes, for who keeps that in place. */
export const renewedAt = ({ durationMs }: Lease, now: number): number => now + durationMs;

/** @param graceMs how late the sweep itself ran: our delay must not cost an instance its lease */
export const isExpired = (lease: Lease, now: number, graceMs = 0): boolean =>
  lease.cancelledAt > 0 || now > lease.renewedAt + lease.durationMs + graceMs;

export const cancel = (lease: Lease, now: number): Lease =>
  lease.cancelledAt > 0 ? lease : { ...lease, cancelledAt: now };

export const serviceUp = (lease: Lease, now: number): Lease =>
  lease.serviceUpAt > 0 ? lease : { ...lease, serviceUpAt: now };
