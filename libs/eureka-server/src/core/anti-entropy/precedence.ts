import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { ListedInstance, RegistryEntry } from '../registry/registry-entry.js';
import type { StatusContext } from '../registry/change-context.js';

/** Of what two registries say of one instance: which is later, and whose word it is. */

/** Whether the status that a peer lists it with is what an operator forced, and so no word of its own. */
export const isForced = ({ status, overriddenStatus }: ListedInstance): boolean =>
  overriddenStatus !== 'UNKNOWN' && status === overriddenStatus;

/** What an instance last said of itself as this version; else `UNKNOWN`, so that its next heartbeat has to tell. */
export const ownStatusOf = (
  before: ListedInstance | undefined,
  { lastDirtyTimestamp }: InstanceInfo,
): InstanceStatus =>
  before && before.lastDirtyTimestamp === lastDirtyTimestamp && !isForced(before) ? before.status : 'UNKNOWN';

/** Of equal versions the later one holds, where it is known which that is. */
export function isNewer(
  { given, contentAt }: RegistryEntry,
  other: InstanceInfo,
  at: number | undefined,
): boolean {
  const by = given.lastDirtyTimestamp - other.lastDirtyTimestamp;
  return by > 0 || (by === 0 && at !== undefined && at < contentAt);
}

/**
 * A version number only ever rises. Not on the word of a peer of ours: an older copy that was given the stamp of a newer one would pass for
 * that everywhere, as it does in Java.
 */
export function dirtied(
  { given }: RegistryEntry,
  { lastDirtyTimestamp, at }: StatusContext,
): Partial<InstanceInfo> {
  return at === undefined && lastDirtyTimestamp !== undefined && lastDirtyTimestamp > given.lastDirtyTimestamp
    ? { lastDirtyTimestamp }
    : {};
}
