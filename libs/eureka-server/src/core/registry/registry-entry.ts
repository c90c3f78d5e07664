import { idOf, type InstanceInfo, type InstanceStatus, type LeaseInfo } from '@eureka-nest/protocol';
import { fingerprintContent, listingHash } from '../anti-entropy/fingerprint.js';
import { type Lease, renewedAt } from './lease.js';

/** All that an instance says of itself; the times of its lease, which the server knows, are left out. */
export type ListedInstance = Omit<InstanceInfo, 'leaseInfo'> & {
  readonly leaseInfo: Pick<LeaseInfo, 'renewalIntervalInSecs' | 'durationInSecs'>;
};

/** What the registry decides about an instance, whatever that says of itself. */
export type Listing = Pick<
  InstanceInfo,
  'status' | 'overriddenStatus' | 'actionType' | 'lastUpdatedTimestamp'
>;

/**
 * An instance and its lease, as the registry holds them. Both are immutable values; this is the place where
 * they are exchanged, and what the delta points to: it shows what an instance is now, not what it was when it
 * changed.
 */
export class RegistryEntry {
  readonly app: string;
  readonly id: string;
  private instance: InstanceInfo;
  private currentLease: Lease;
  /**
   * Of the lease, changed in place: a new value for each heartbeat would outlive the young generation, and cost the
   * collector an eighth of a heartbeat.
   */
  private renewedAt: number;
  private stale = false;
  private mark: string | undefined;
  private sum: readonly [number, number] | undefined;

  /** When its owner, or who changed its metadata, said what is listed; of what a peer tells, when it heard that. */
  contentAt: number;
  /** When it was heard of last: it registered here, or a heartbeat came. */
  aliveAt: number;

  constructor(listed: InstanceInfo, lease: Lease, listing: Listing = listed) {
    this.app = listed.app.toUpperCase();
    this.id = idOf(listed);
    this.instance = withListing(listed, lease, listing);
    this.currentLease = lease;
    this.renewedAt = lease.renewedAt;
    this.contentAt = lease.registeredAt;
    this.aliveAt = lease.registeredAt;
  }

  get lease(): Lease {
    const { currentLease, renewedAt } = this;
    if (currentLease.renewedAt !== renewedAt) this.currentLease = { ...currentLease, renewedAt };
    return this.currentLease;
  }

  set lease(lease: Lease) {
    this.currentLease = lease;
    this.renewedAt = lease.renewedAt;
    this.stale = true;
  }

  /** As `renew` of the lease, for what happens with each heartbeat. */
  renew(now: number): void {
    this.renewedAt = renewedAt(this.currentLease, now);
    this.stale = true;
  }

  /**
   * With the lease as it is now. The same value is given until something changes, so that callers can keep
   * what they made of it.
   */
  get info(): InstanceInfo {
    if (this.stale) {
      this.instance = withListing(this.instance, this.lease, this.instance);
      this.stale = false;
    }
    return this.instance;
  }

  /** For who needs no times: {@link info} copies the instance after each renewal, this costs nothing. */
  get given(): ListedInstance {
    return this.instance;
  }

  get status(): InstanceStatus {
    return this.instance.status;
  }

  /** As {@link fingerprintContent}, kept until that changes. */
  get contentFingerprint(): string {
    return (this.mark ??= fingerprintContent(this.instance));
  }

  /** As {@link listingHash}, kept likewise. */
  get listingHash(): readonly [number, number] {
    const { status, overriddenStatus } = this.instance;
    return (this.sum ??= listingHash(this.contentFingerprint, status, overriddenStatus));
  }

  /** Another registration of the same instance. */
  replace(given: InstanceInfo, lease: Lease, listing: Listing = given): void {
    this.instance = withListing(given, lease, listing);
    this.currentLease = lease;
    this.renewedAt = lease.renewedAt;
    this.stale = false;
    this.forgetMarks();
  }

  change(changes: Partial<InstanceInfo>): void {
    this.instance = { ...this.instance, ...changes };
    this.stale = true;
    this.forgetMarks();
  }

  private forgetMarks(): void {
    this.mark = undefined;
    this.sum = undefined;
  }
}

const withListing = (
  given: InstanceInfo,
  lease: Lease,
  { status, overriddenStatus, actionType, lastUpdatedTimestamp }: Listing,
): InstanceInfo => ({
  ...given,
  status,
  overriddenStatus,
  actionType,
  lastUpdatedTimestamp,
  leaseInfo: leaseInfoOf(given.leaseInfo, lease),
  // True of the server that answers alone, and that is not in its own registry.
  isCoordinatingDiscoveryServer: false,
});

/** The client owns the two durations, the server the rest. */
const leaseInfoOf = ({ renewalIntervalInSecs, durationInSecs }: LeaseInfo, lease: Lease): LeaseInfo => ({
  renewalIntervalInSecs,
  durationInSecs,
  registrationTimestamp: lease.registeredAt,
  lastRenewalTimestamp: lease.renewedAt,
  evictionTimestamp: lease.cancelledAt,
  serviceUpTimestamp: lease.serviceUpAt,
});
