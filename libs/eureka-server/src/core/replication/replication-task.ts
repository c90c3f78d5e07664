import {
  idOf,
  type ReplicationAction,
  type InstanceInfo,
  type InstanceStatus,
  type ReplicationItem,
} from '@eureka-nest/protocol';
import type { ListedInstance } from '../registry/listed-instance.js';

/** Something that happened here and that every peer must hear of. */
export type Mutation = Happened & {
  /** When, if that is not now. */
  readonly at?: number;
};

type Happened =
  | { readonly action: 'Register' | 'Cancel'; readonly instance: InstanceInfo }
  | {
      readonly action: 'Heartbeat';
      readonly instance: ListedInstance;
      readonly overriddenStatus?: InstanceStatus;
    }
  | {
      readonly action: 'StatusUpdate' | 'DeleteStatusOverride';
      readonly instance: InstanceInfo;
      /** The one asked for: that of the instance may differ. */
      readonly status: InstanceStatus;
    };

/** One item on its way to one peer. */
export interface ReplicationTask {
  /** Of two tasks with one id only the newer matters. */
  readonly id: string;
  readonly item: ReplicationItem;
  readonly at: number;
  /** From then on the news is worth nothing: nobody retries it for ever. */
  readonly expiresAt: number;
}

/** Tasks of one kind about one instance. */
export const taskId = (action: ReplicationAction, appName: string, id: string): string =>
  `${action}#${appName}/${id}`;

/** Java: Lease.DEFAULT_DURATION_IN_SECS, should the instance name no interval. */
const DEFAULT_LIFE_SECS = 90;

/**
 * What to tell a peer about a change. A renewal is worth telling until the next one is due, anything else for
 * a fixed time.
 *
 * @param maxTimeForReplicationMs 30 s in Java
 */
export function replicationTask(
  change: Mutation,
  now: number,
  maxTimeForReplicationMs = 30_000,
): ReplicationTask {
  const { action, instance } = change;
  const item = itemOf(change);
  const lifeMs =
    action === 'Register' || action === 'Heartbeat'
      ? (instance.leaseInfo.renewalIntervalInSecs || DEFAULT_LIFE_SECS) * 1000
      : maxTimeForReplicationMs;
  return { id: taskId(action, item.appName, item.id), item, at: change.at ?? now, expiresAt: now + lifeMs };
}

function itemOf(change: Mutation): ReplicationItem {
  const { action, instance } = change;
  const { lastDirtyTimestamp, status } = instance;
  const whose = { appName: instance.app, id: idOf(instance), action, lastDirtyTimestamp };
  switch (action) {
    // Better than Java, which tells no version: so a cancel that comes late takes out no newer instance of the same id.
    case 'Cancel':
      return whose;
    case 'Register':
      return { ...whose, status, instanceInfo: instance };
    case 'Heartbeat':
      return { ...whose, status, overriddenStatus: change.overriddenStatus };
    case 'StatusUpdate':
    case 'DeleteStatusOverride':
      return { ...whose, status: change.status };
  }
}
