import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { HeartbeatVerdict, Origin } from './heartbeat.js';
import type { ListedInstance } from '../listed-instance.js';

/*
 * Precedence: which of two copies of an instance holds. The owner stamps its instance whenever it
 * changes (`lastDirtyTimestamp`), so the stamp is a version number. Java compares stamps alone.
 * Eureka Nest peers also report when something happened, which decides between copies of the same
 * version.
 *
 *   what arrives             | older than ours      | same version         | newer than ours
 *   -------------------------+----------------------+----------------------+----------------------
 *   registration             | lease renewed,       | replaces ours        | replaces ours
 *                            | ours stays           |                      |
 *   registration, time known | lease renewed,       | the later one holds  | replaces ours
 *                            | ours stays           |                      |
 *   heartbeat of a client    | accepted             | accepted             | register-again
 *   heartbeat of a peer      | ours-is-newer        | accepted             | register-again
 *   cancel, time known       | ignored              | applied, unless a    | applied, unless a
 *                            |                      | sign of life is later| sign of life is later
 *   override set or removed  | applied, stamp stays | applied, stamp stays | applied, stamp raised
 *   instance of a whole copy | ignored              | ignored              | replaces ours
 *   row of a comparison      | ours stays           | the later one holds  | replaces ours
 *
 * Rows of a comparison: see core/anti-entropy/reconcile.ts.
 */

/** A copy of an instance, as far as its version goes. */
export interface Version {
  readonly lastDirtyTimestamp: number;
}

export const isOlder = (theirs: Version, ours: Version): boolean =>
  theirs.lastDirtyTimestamp < ours.lastDirtyTimestamp;

export const isNewer = (theirs: Version, ours: Version): boolean => isOlder(ours, theirs);

export const isSameVersion = (theirs: Version, ours: Version): boolean =>
  theirs.lastDirtyTimestamp === ours.lastDirtyTimestamp;

/** True if theirs is the older version, or the earlier registration of the same version. */
export const isSuperseded = (
  theirs: Version,
  at: number,
  ours: { readonly listed: Version; readonly contentAt: number },
): boolean => isOlder(theirs, ours.listed) || (isSameVersion(theirs, ours.listed) && at < ours.contentAt);

/** @param theirs `lastDirtyTimestamp` of the heartbeat, if it has one */
export function judgeHeartbeat(ours: number, theirs: number | undefined, from: Origin): HeartbeatVerdict {
  if (theirs === undefined || theirs === ours) return 'accepted';
  if (theirs > ours) return 'register-again';
  // QUIRK(InstanceResource.validateDirtyTimestamp): an older client is accepted silently;
  // only a peer can take over our version.
  return from === 'peer' ? 'ours-is-newer' : 'accepted';
}

/**
 * Version after a status change; it never falls. A status change that an Eureka Nest peer
 * replicates carries no version: raising ours to the peer's would make an older copy look as new as
 * the peer's, as it does in Java.
 */
export const raisedVersion = (
  { lastDirtyTimestamp: ours }: Version,
  { lastDirtyTimestamp: theirs = ours }: Partial<Version>,
): Version => ({ lastDirtyTimestamp: Math.max(ours, theirs) });

/** True if the listed status is an operator's override rather than the instance's own status. */
export const isForced = ({ status, overriddenStatus }: ListedInstance): boolean =>
  overriddenStatus !== 'UNKNOWN' && status === overriddenStatus;

/**
 * The status that the instance itself reported with this version, as far as we know; `UNKNOWN`
 * makes the registry ask for it at the next heartbeat.
 */
export const ownStatusOf = (ours: ListedInstance | undefined, theirs: InstanceInfo): InstanceStatus =>
  ours && isSameVersion(theirs, ours) && !isForced(ours) ? ours.status : 'UNKNOWN';

/** Ages closer than this are a tie: they were measured at two ends of a slow network. */
export const AGE_TIE_MS = 500;

/**
 * True if an instance left for good, so that a registry that lists it has merely missed that. A
 * newer version, or a sign of life after the cancel, proves it alive.
 *
 * @param tieMs a sign of life this little younger than the cancel proves nothing
 */
export const hasLeft = (
  left: Version & { readonly ageMs: number },
  listed: Version & { readonly aliveAgeMs: number },
  tieMs = AGE_TIE_MS,
): boolean => !isNewer(listed, left) && left.ageMs < listed.aliveAgeMs + tieMs;
