import { idOf, type InstanceInfo, type ListedRow } from '@eureka-nest/protocol';
import { isOver } from './reconcile.js';
import { serviceUp } from '../registry/lease.js';
import { UNKNOWN_TIME } from '../registry/overrides.js';
import { RegistryChanges } from '../registry/registry.js';
import type { CancelContext } from '../registry/change-context.js';

export type TakenAges = Pick<ListedRow, 'contentAgeMs' | 'aliveAgeMs'>;

/**
 * Who is there: the instances, their leases, and what operators forced on them. Java:
 * AbstractInstanceRegistry. It neither logs nor replicates nor keeps time: it returns what it did, and the
 * caller acts on that. What stands here is for peers whose registries differ from ours; all else is in `RegistryChanges`.
 */
export class Registry extends RegistryChanges {
  /**
   * Takes an instance of a peer's whole copy, where that knows more; says whether it did.
   *
   * @param aheadMs how far our clock is ahead of theirs
   */
  copyFromPeer(instance: InstanceInfo, aheadMs = 0): boolean {
    const before = this.instances.get(instance.app, idOf(instance));
    const isKnown = before !== undefined && before.given.lastDirtyTimestamp >= instance.lastDirtyTimestamp;
    if (isKnown || this.hasLeftSince(instance, -Infinity)) return false;
    const aliveBefore = before?.aliveAt ?? -Infinity;
    const { app } = this.register(instance, 'peer');
    const held = this.instances.get(app, idOf(instance));
    if (held) {
      const onOurClock = (at: number) => Math.min(at + aheadMs, this.clock());
      const lastUpdatedTimestamp = onOurClock(instance.lastUpdatedTimestamp);
      held.contentAt = lastUpdatedTimestamp;
      const { registrationTimestamp } = instance.leaseInfo;
      if (registrationTimestamp > 0) {
        // That it was copied is no sign of life: it may have cancelled elsewhere meanwhile.
        held.aliveAt = Math.max(aliveBefore, onOurClock(aliveAtOf(instance)));
        // Nor is it when it registered, which a copy of this copy would take for one. The lease itself begins anew, as in Java: an answer
        // may be old, and with it the times of its leases.
        held.lease = { ...held.lease, registeredAt: onOurClock(registrationTimestamp) };
      }
      held.change({ lastUpdatedTimestamp });
    }
    return true;
  }

  /** Takes over what a peer's registry lists; its lease goes on as it is there, it does not begin anew. */
  mergeListed(instance: InstanceInfo, { contentAgeMs, aliveAgeMs }: TakenAges): InstanceInfo {
    const now = this.clock();
    const before = this.instances.get(instance.app, idOf(instance));
    const [renewedAt = -Infinity, aliveAt = -Infinity] = before
      ? [before.lease.renewedAt, before.aliveAt]
      : [];
    // That theirs is to be taken was decided before, with regard to how little ages that hardly differ tell.
    const isSameVersion = before?.given.lastDirtyTimestamp === instance.lastDirtyTimestamp;
    const contentAt = Math.max(now - contentAgeMs, isSameVersion ? before.contentAt : -Infinity);
    const taken = this.register(instance, 'peer', contentAt);
    const held = this.instances.get(taken.app, idOf(taken));
    if (!held) return taken;
    const doubled = isRenewed(instance) ? held.lease.durationMs : 0;
    held.lease = { ...held.lease, renewedAt: Math.max(renewedAt, now - aliveAgeMs + doubled) };
    held.aliveAt = Math.max(aliveAt, now - aliveAgeMs);
    return held.info;
  }

  /** Takes over with which status a peer lists an instance, and what operators forced there. */
  mergeStatus(app: string, { id, status, overriddenStatus, statusAgeMs, overrideAgeMs }: ListedRow): void {
    const held = this.instances.get(app, id);
    if (!held) return;
    const now = this.clock();
    if (overriddenStatus !== 'UNKNOWN') {
      this.forced.set(id, overriddenStatus, now, now - (overrideAgeMs ?? now - UNKNOWN_TIME));
    } else if (overrideAgeMs !== undefined) {
      this.forced.remove(id, now, now - overrideAgeMs);
    }
    if (status === 'UP') held.lease = serviceUp(held.lease, now);
    this.modify(held, { status, overriddenStatus }, now - statusAgeMs);
  }

  /** Whether a cancel that a peer tells of late is not the last word of this instance. */
  outlives(app: string, id: string, { lastDirtyTimestamp, at }: CancelContext): boolean {
    const held = this.instances.get(app, id);
    if (!held || lastDirtyTimestamp === undefined) return false;
    const now = this.clock();
    const ours = { lastDirtyTimestamp: held.given.lastDirtyTimestamp, aliveAgeMs: now - held.aliveAt };
    return !isOver({ lastDirtyTimestamp, ageMs: now - (at ?? now) }, ours);
  }

  /** Whether a registration that a peer tells of is of one that cancelled here since. */
  hasLeftSince(instance: InstanceInfo, at: number): boolean {
    const left = this.tombstones.of(instance.app, idOf(instance));
    if (left?.how !== 'cancelled') return false;
    const now = this.clock();
    const { lastDirtyTimestamp } = instance;
    // Both come from one server nearly always, in their order: one that cancels and registers again at once is there.
    return isOver({ ...left, ageMs: now - left.at }, { lastDirtyTimestamp, aliveAgeMs: now - at }, 0);
  }
}

const isRenewed = ({ leaseInfo }: InstanceInfo): boolean =>
  leaseInfo.lastRenewalTimestamp > leaseInfo.registrationTimestamp;

/** When a registry that lists it heard of it last: see `renew` of the lease. */
function aliveAtOf(instance: InstanceInfo): number {
  const { lastRenewalTimestamp, durationInSecs } = instance.leaseInfo;
  return isRenewed(instance) ? lastRenewalTimestamp - durationInSecs * 1000 : lastRenewalTimestamp;
}
