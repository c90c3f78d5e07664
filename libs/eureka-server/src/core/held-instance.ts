import { idOf, type InstanceInfo, type LeaseInfo } from '@eureka-nest/protocol';
import type { Lease } from './lease.js';

/**
 * An instance and its lease, as the registry holds them. Both are immutable values; this is the place where
 * they are exchanged, and what the delta points to: it shows what an instance is now, not what it was when it
 * changed.
 */
export class HeldInstance {
  readonly app: string;
  readonly id: string;
  private stale = true;

  constructor(
    private instance: InstanceInfo,
    private currentLease: Lease,
  ) {
    this.app = instance.app.toUpperCase();
    this.id = idOf(instance);
  }

  get lease(): Lease {
    return this.currentLease;
  }

  set lease(lease: Lease) {
    this.currentLease = lease;
    this.stale = true;
  }

  /**
   * With the lease as it is now. The same value is given until something changes, so that callers can keep
   * what they made of it.
   */
  get info(): InstanceInfo {
    if (this.stale) {
      this.instance = {
        ...this.instance,
        leaseInfo: leaseInfoOf(this.instance.leaseInfo, this.currentLease),
      };
      this.stale = false;
    }
    return this.instance;
  }

  change(changes: Partial<InstanceInfo>): void {
    this.instance = { ...this.instance, ...changes };
    this.stale = true;
  }
}

/** The client owns the two durations, the server the rest. */
const leaseInfoOf = ({ renewalIntervalInSecs, durationInSecs }: LeaseInfo, lease: Lease): LeaseInfo => ({
  renewalIntervalInSecs,
  durationInSecs,
  registrationTimestamp: lease.registeredAt,
  lastRenewalTimestamp: lease.renewedAt,
  evictionTimestamp: lease.cancelledAt,
  serviceUpTimestamp: lease.serviceUpAt,
});
