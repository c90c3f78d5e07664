import {
  idOf,
  type ReplicationAction,
  type InstanceInfo,
  type InstanceStatus,
  type ReplicationItem,
} from '@eureka-nest/protocol';
import type { ListedInstance } from '../listed-instance.js';

/** A change of the registry, to be replicated to every peer. */
export type Mutation = (
  | {
      readonly action: 'Register';
      /** The instance as it was sent. */
      readonly instance: InstanceInfo;
      /** The instance as it is listed here since. */
      readonly listed?: InstanceInfo;
    }
  | { readonly action: 'Cancel'; readonly instance: InstanceInfo }
  | {
      readonly action: 'Heartbeat';
      readonly instance: ListedInstance;
      readonly overriddenStatus?: InstanceStatus;
    }
  | {
      readonly action: 'StatusUpdate' | 'DeleteStatusOverride';
      readonly instance: InstanceInfo;
      /** Status that was requested; the listed one may differ. */
      readonly status: InstanceStatus;
    }
) & {
  /** Time of the change, if not now. */
  readonly at?: number;
};

/** Java's renewal interval. */
const USUAL_LIFETIME_MS = 30_000;

/**
 * The mutation to queue for a peer that has been down for a while; undefined for a heartbeat, as
 * the next one comes before it would matter. A registration is queued with the instance that is
 * listed, which is in memory anyway. An instance that renews less often makes up for nothing soon:
 * its mutations stay as they are.
 */
export function mutationForGonePeer(mutation: Mutation): Mutation | undefined {
  if (lifetimeOf(mutation.instance) > USUAL_LIFETIME_MS) return mutation;
  if (mutation.action === 'Heartbeat') return undefined;
  if (mutation.action !== 'Register') return mutation;
  return { ...mutation, instance: mutation.listed ?? mutation.instance };
}

/** A mutation that waits to be sent to one peer. */
export interface ReplicationTask {
  /** Kind and instance: of two tasks with one id the newer replaces the older. */
  readonly id: string;
  readonly item: ReplicationItem;
  readonly at: number;
  /** Time from which sending the task is pointless. */
  readonly expiresAt: number;
}

export const taskId = (action: ReplicationAction, appName: string, id: string): string =>
  `${action}#${appName}/${id}`;

/** Lifetime where an instance states no renewal interval. Java: Lease.DEFAULT_DURATION_IN_SECS */
const DEFAULT_LIFETIME_SECS = 90;

const lifetimeOf = ({ leaseInfo }: ListedInstance): number =>
  (leaseInfo.renewalIntervalInSecs || DEFAULT_LIFETIME_SECS) * 1000;

/**
 * The task for a mutation. A registration or renewal expires when the next renewal is due, any
 * other task after a fixed time.
 *
 * @param maxTimeForReplicationMs 30 s in Java
 */
export function replicationTask(
  mutation: Mutation,
  now: number,
  maxTimeForReplicationMs = 30_000,
): ReplicationTask {
  const { action, instance } = mutation;
  const item = itemOf(mutation);
  const lifetimeMs =
    action === 'Register' || action === 'Heartbeat' ? lifetimeOf(instance) : maxTimeForReplicationMs;
  return {
    id: taskId(action, item.appName, item.id),
    item,
    at: mutation.at ?? now,
    expiresAt: now + lifetimeMs,
  };
}

function itemOf(mutation: Mutation): ReplicationItem {
  const { action, instance } = mutation;
  const { app: appName, lastDirtyTimestamp, status } = instance;
  const id = idOf(instance);
  switch (action) {
    // Better than Java, whose cancel states no version: a late one would remove a newer instance of
    // this id.
    case 'Cancel':
      return { appName, id, action, lastDirtyTimestamp };
    case 'Register':
      return { appName, id, action, lastDirtyTimestamp, status, instanceInfo: mutation.instance };
    case 'Heartbeat':
      return { appName, id, action, lastDirtyTimestamp, status, overriddenStatus: mutation.overriddenStatus };
    case 'StatusUpdate':
    case 'DeleteStatusOverride':
      return { appName, id, action, lastDirtyTimestamp, status: mutation.status };
  }
}
