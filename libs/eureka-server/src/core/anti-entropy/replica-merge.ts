import { idOf, type InstanceInfo, type InstanceStatus, type ListedRow } from '@eureka-nest/protocol';
import type { CancelContext, ReplicatedStatusContext } from '../registry/change-context.js';
import { serviceUp } from '../registry/lease.js';
import { UNKNOWN_TIME } from '../registry/overrides.js';
import {
  hasLeft,
  isForced,
  isNewer,
  isSameVersion,
  isSuperseded,
  ownStatusOf,
} from '../registry/precedence.js';
import { withDataCenterId } from '../registry/registration.js';
import type { Registry } from '../registry/registry.js';
import type { RegistryState } from '../registry/registry-state.js';
import { effectiveStatus } from '../registry/status-rules.js';

type RowAges = Pick<ListedRow, 'contentAgeMs' | 'aliveAgeMs'>;

/**
 * Merges into a registry what its peers know: changes replicated by Eureka Nest peers, which report
 * when something happened (`at`, on our clock), whole copies of a registry, and differences found
 * by a comparison. The later event holds, at whatever registry it took place. `Registry` has Java's
 * rules instead, by which the order of arrival decides.
 */
export class ReplicaMerge {
  private readonly state: RegistryState;

  constructor(private readonly registry: Registry) {
    this.state = registry.state;
  }

  // ---- replicated changes ----

  /** {@link Registry.register} of a registration that took place at a peer. */
  register(given: InstanceInfo, at: number): InstanceInfo {
    const { instances, overrides, clock } = this.state;
    const now = clock();
    const id = idOf(given);
    const before = instances.get(given.app, id);
    const isStale = before !== undefined && isSuperseded(given, at, before);
    const instance = isStale ? before.info : withDataCenterId(given);

    // The time of the copy's override is unknown, so whatever is recorded here is newer.
    const isRecorded = overrides.setAt(id, now) !== undefined;
    const overriddenStatus = isRecorded ? 'UNKNOWN' : instance.overriddenStatus;
    if (overriddenStatus !== 'UNKNOWN') overrides.set(id, overriddenStatus, now, UNKNOWN_TIME);
    const override = overrides.get(id, now);
    const inputs = { own: instance.status, from: 'peer', override: () => override } as const;
    const status = isForced(instance)
      ? (override ?? ownStatusOf(before?.listed, instance))
      : effectiveStatus({ ...inputs, listed: before?.status });
    const decided = { status, overriddenStatus: override ?? overriddenStatus };
    const entry = this.state.place(instance, decided, given.leaseInfo.durationInSecs, now, at);
    if (!isStale) entry.contentReceived(given, at);
    if (!before) entry.aliveAt = at;
    return entry.info;
  }

  /** {@link Registry.setStatus}, unless a later override is recorded here. */
  setStatus(
    app: string,
    id: string,
    status: InstanceStatus,
    context: ReplicatedStatusContext,
  ): InstanceInfo | undefined {
    const { overrides, clock } = this.state;
    const entry = this.state.renewed(app, id);
    const override = overrides.get(id, clock());
    // A listed status that is not the override so far still has to be recorded as one.
    const isForced = entry?.status === status && (override === undefined || override === status);
    if (!entry || isForced || overrides.isChangedSince(id, context.at, clock())) return entry?.info;
    return this.state.force(entry, status, { from: 'peer', at: context.at });
  }

  /** {@link Registry.removeOverride}, unless a later override is recorded here. */
  removeOverride(
    app: string,
    id: string,
    status: InstanceStatus,
    context: ReplicatedStatusContext,
  ): InstanceInfo | undefined {
    const { overrides, clock } = this.state;
    const now = clock();
    const { at = now } = context;
    const entry = this.state.renewed(app, id);
    if (!entry || overrides.isChangedSince(id, at, now)) return entry?.info;
    const removed = overrides.remove(id, now, at);
    if (!removed) return entry.info;
    // A registration since then holds, unless the status it left listed is the override's.
    const registered = entry.status === removed ? 'UNKNOWN' : entry.status;
    const next = at < entry.contentAt ? registered : status;
    return this.state.modify(entry, { status: next, overriddenStatus: 'UNKNOWN' }, now, at);
  }

  /**
   * True if a replicated cancel is not the last word about an instance: it showed a sign of life
   * since.
   */
  outlives(app: string, id: string, { lastDirtyTimestamp, at }: CancelContext): boolean {
    const { instances, clock } = this.state;
    const entry = instances.get(app, id);
    if (!entry || lastDirtyTimestamp === undefined) return false;
    const now = clock();
    const ours = { lastDirtyTimestamp: entry.listed.lastDirtyTimestamp, aliveAgeMs: now - entry.aliveAt };
    return !hasLeft({ lastDirtyTimestamp, ageMs: now - (at ?? now) }, ours);
  }

  /** True if the instance of a replicated registration cancelled here after it. */
  hasLeftSince(instance: InstanceInfo, at: number): boolean {
    const { tombstones, clock } = this.state;
    const left = tombstones.of(instance.app, idOf(instance));
    if (left?.how !== 'cancelled') return false;
    const now = clock();
    const { lastDirtyTimestamp } = instance;
    // No tolerance here: both events nearly always come from one server and in order, and an
    // instance that cancels and registers again at once has to stay.
    return hasLeft({ ...left, ageMs: now - left.at }, { lastDirtyTimestamp, aliveAgeMs: now - at }, 0);
  }

  // ---- whole copies ----

  /**
   * Takes an instance of a peer's whole copy if it is newer than ours; returns true if it did.
   *
   * @param aheadMs how far our clock is ahead of theirs
   */
  copyFromPeer(instance: InstanceInfo, aheadMs = 0): boolean {
    const { instances, clock } = this.state;
    const id = idOf(instance);
    const before = instances.get(instance.app, id);
    const isKnown = before !== undefined && !isNewer(instance, before.listed);
    if (isKnown || this.hasLeftSince(instance, -Infinity)) return false;
    const aliveBefore = before?.aliveAt ?? -Infinity;
    const { app } = this.registry.register(instance, 'peer');
    const entry = instances.get(app, id);
    if (entry) {
      const onOurClock = (at: number) => Math.min(at + aheadMs, clock());
      const lastUpdatedTimestamp = onOurClock(instance.lastUpdatedTimestamp);
      entry.contentAt = lastUpdatedTimestamp;
      const { registrationTimestamp } = instance.leaseInfo;
      if (registrationTimestamp > 0) {
        // A copy is no sign of life: the instance may have cancelled elsewhere meanwhile.
        entry.aliveAt = Math.max(aliveBefore, onOurClock(aliveAtOf(instance)));
        // The time of registration stays, or a copy of this copy would take our time for a sign of
        // life. The rest of the lease is new, as in Java: a cached response may be old, and its
        // lease times.
        entry.lease = { ...entry.lease, registeredAt: onOurClock(registrationTimestamp) };
      }
      instances.change(entry, { lastUpdatedTimestamp });
    }
    return true;
  }

  // ---- comparison ----

  /**
   * Takes an instance that a peer lists, and was found to win over ours, with the rest of its lease
   * there.
   */
  mergeListed(instance: InstanceInfo, { contentAgeMs, aliveAgeMs }: RowAges): InstanceInfo {
    const { instances, clock } = this.state;
    const now = clock();
    const before = instances.get(instance.app, idOf(instance));
    const renewedAt = before?.lease.renewedAt ?? -Infinity;
    const aliveAt = before?.aliveAt ?? -Infinity;
    // Theirs won although ours may seem younger within a tie: it must not count as superseded.
    const isSame = before !== undefined && isSameVersion(instance, before.listed);
    const contentAt = Math.max(now - contentAgeMs, isSame ? before.contentAt : -Infinity);
    const listed = this.register(instance, contentAt);
    const entry = instances.get(listed.app, idOf(listed));
    if (!entry) return listed;
    const doubledMs = isRenewed(instance) ? entry.lease.durationMs : 0;
    entry.lease = { ...entry.lease, renewedAt: Math.max(renewedAt, now - aliveAgeMs + doubledMs) };
    entry.aliveAt = Math.max(aliveAt, now - aliveAgeMs);
    return entry.info;
  }

  /** Takes the status and override with which a peer lists an instance, found to win over ours. */
  mergeStatus(app: string, { id, status, overriddenStatus, statusAgeMs, overrideAgeMs }: ListedRow): void {
    const { instances, overrides, clock } = this.state;
    const entry = instances.get(app, id);
    if (!entry) return;
    const now = clock();
    if (overriddenStatus !== 'UNKNOWN') {
      const setAt = overrideAgeMs === undefined ? UNKNOWN_TIME : now - overrideAgeMs;
      overrides.set(id, overriddenStatus, now, setAt);
    } else if (overrideAgeMs !== undefined) {
      overrides.remove(id, now, now - overrideAgeMs);
    }
    if (status === 'UP') entry.lease = serviceUp(entry.lease, now);
    this.state.modify(entry, { status, overriddenStatus }, now, now - statusAgeMs);
  }
}

/** True if the registry that lists the instance has received a heartbeat of it. */
const isRenewed = ({ leaseInfo }: InstanceInfo): boolean =>
  leaseInfo.lastRenewalTimestamp > leaseInfo.registrationTimestamp;

/**
 * Time of the last sign of life at the registry that lists the instance; undoes `renew` of the
 * lease.
 */
function aliveAtOf(instance: InstanceInfo): number {
  const { lastRenewalTimestamp, durationInSecs } = instance.leaseInfo;
  return isRenewed(instance) ? lastRenewalTimestamp - durationInSecs * 1000 : lastRenewalTimestamp;
}
