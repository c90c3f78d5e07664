import { idOf, type InstanceInfo, type InstanceStatus, type LeaseInfo } from '@eureka-nest/protocol';
import { fingerprintContent, listingHash } from './fingerprint.js';
import { type Lease, renew } from './lease.js';
import type { ListedInstance } from '../listed-instance.js';
import { type Decided, listingOf } from './listing.js';
import { isForced } from './precedence.js';
import { identityOf } from './removed-instance.js';

/**
 * An instance and its lease. The entry stays the same object while its instance is registered, and
 * its instance is an immutable value that is replaced at each change: so the delta can point to
 * entries and shows what an instance is now, not what it was when it changed.
 *
 * Invariant: `instance` differs from what {@link info} returns in its `leaseInfo` alone, and only
 * while `isLeaseInfoStale`.
 */
export class RegistryEntry {
  /** Upper case. */
  readonly app: string;
  readonly id: string;
  private currentLease: Lease;
  private instance: InstanceInfo;
  private isLeaseInfoStale = false;
  private fingerprint: string | undefined;
  private hash: readonly [number, number] | undefined;

  /** Time of the last registration or metadata change (for a replica: as the peer reported it). */
  contentAt: number;
  /** Time of the last registration or heartbeat of the instance, at any registry. */
  aliveAt: number;
  /** Status in the last registration that no override covers; undefined before the first. */
  ownStatus: InstanceStatus | undefined = undefined;

  /** @param sibling an entry of the same application, to share texts with */
  constructor(given: InstanceInfo, lease: Lease, decided: Decided = given, sibling?: RegistryEntry) {
    this.instance = listingOf(given, decided, leaseInfoOf(given.leaseInfo, lease), sibling?.instance);
    this.app = this.instance.app.toUpperCase();
    this.id = idOf(this.instance);
    this.currentLease = lease;
    this.contentAt = lease.registeredAt;
    this.aliveAt = lease.registeredAt;
  }

  get lease(): Lease {
    return this.currentLease;
  }

  set lease(lease: Lease) {
    this.currentLease = lease;
    this.isLeaseInfoStale = true;
  }

  renew(now: number): void {
    renew(this.currentLease, now);
    this.isLeaseInfoStale = true;
  }

  /**
   * The instance with its lease as it is now. Returns the same object until something changes, so
   * callers can reuse what they made of it.
   */
  get info(): InstanceInfo {
    if (this.isLeaseInfoStale) {
      this.instance = withLease(this.instance, this.currentLease);
      this.isLeaseInfoStale = false;
    }
    return this.instance;
  }

  /**
   * The instance without the times of its lease; unlike {@link info} it never copies the instance.
   */
  get listed(): ListedInstance {
    return this.instance;
  }

  /** A version of {@link listed} with the lease as it is now, in a copy that is not retained. */
  withLease(listed: ListedInstance): InstanceInfo {
    const { instance, currentLease } = this;
    if (listed === instance && !this.isLeaseInfoStale) return instance;
    // An earlier version was listed before the instance left.
    const isEarlier = this.hasLeft && listed.actionType !== 'DELETED';
    return withLease(listed, isEarlier ? { ...currentLease, cancelledAt: 0 } : currentLease);
  }

  get status(): InstanceStatus {
    return this.instance.status;
  }

  /** {@link fingerprintContent} of the instance, memoized. */
  get contentFingerprint(): string {
    return (this.fingerprint ??= fingerprintContent(this.instance));
  }

  /** {@link listingHash} of the instance, memoized. */
  get listingHash(): readonly [number, number] {
    const { status, overriddenStatus } = this.instance;
    return (this.hash ??= listingHash(this.contentFingerprint, status, overriddenStatus));
  }

  /** Records a registration that is listed now: when it took place, and its own status. */
  contentReceived(given: InstanceInfo, at: number): void {
    this.contentAt = at;
    if (!isForced(given)) this.ownStatus = given.status;
  }

  /** Replaces the instance by another registration of it. */
  replace(given: InstanceInfo, lease: Lease, decided: Decided = given): void {
    this.instance = listingOf(given, decided, leaseInfoOf(given.leaseInfo, lease), this.instance);
    this.currentLease = lease;
    this.isLeaseInfoStale = false;
    this.forgetHashes();
  }

  change(changes: Partial<InstanceInfo>): void {
    this.instance = { ...this.instance, ...changes };
    this.isLeaseInfoStale = true;
    this.forgetHashes();
  }

  get hasLeft(): boolean {
    return this.instance.actionType === 'DELETED';
  }

  /** {@link identityOf} in place of the instance, if it has left. */
  shrink(): void {
    if (!this.hasLeft) return;
    this.instance = identityOf(this.info);
    this.forgetHashes();
  }

  private forgetHashes(): void {
    this.fingerprint = undefined;
    this.hash = undefined;
  }
}

const withLease = (instance: ListedInstance, lease: Lease): InstanceInfo => ({
  ...instance,
  leaseInfo: leaseInfoOf(instance.leaseInfo, lease),
});

/** The client sets the two durations, the server the four timestamps. */
const leaseInfoOf = (
  { renewalIntervalInSecs, durationInSecs }: ListedInstance['leaseInfo'],
  lease: Lease,
): LeaseInfo => ({
  renewalIntervalInSecs,
  durationInSecs,
  registrationTimestamp: lease.registeredAt,
  lastRenewalTimestamp: lease.renewedAt,
  evictionTimestamp: lease.cancelledAt,
  serviceUpTimestamp: lease.serviceUpAt,
});
