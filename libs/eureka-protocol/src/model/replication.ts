import type { InstanceInfo } from './instance-info.js';

/** `true` (in lower case) in this request header: sent by a peer, do not pass it on. */
export const replicationHeader = 'x-netflix-discovery-replication';

/** Java: com.netflix.eureka.registry.PeerAwareInstanceRegistryImpl.Action */
export const replicationActions = [
  'Heartbeat',
  'Register',
  'Cancel',
  'StatusUpdate',
  'DeleteStatusOverride',
] as const;
export type ReplicationAction = (typeof replicationActions)[number];

/** One change that a server tells its peers. Java: com.netflix.eureka.cluster.protocol.ReplicationInstance */
export interface ReplicationItem {
  readonly appName: string;
  readonly id: string;
  readonly action: ReplicationAction;
  /** Epoch ms; Java's Cancel has none. */
  readonly lastDirtyTimestamp?: number;
  /** Text, not InstanceStatus, as in Java: a wrong one fails its own item and not the batch. */
  readonly overriddenStatus?: string;
  /** What the instance is in at the sender, or what to set; text for the same reason. */
  readonly status?: string;
  /** For Register alone. */
  readonly instanceInfo?: InstanceInfo;
  /** How long ago it happened. Between servers of ours alone: Java drops a batch for a field that it does not know. */
  readonly ageMs?: number;
}

/** What became of one item, as if it had been a request of its own. Java: ReplicationInstanceResponse */
export interface ReplicationAnswer {
  readonly statusCode: number;
  /** With a 409: the newer copy that the answering server holds. On the wire: `responseEntity`. */
  readonly instance?: InstanceInfo;
}
