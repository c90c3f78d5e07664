import type { InstanceInfo } from './instance-info.js';

/**
 * Request header that is `true` (in lower case) for a request of a peer, which is not replicated
 * again.
 */
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

/**
 * One change that a server replicates to its peers.
 * Java: com.netflix.eureka.cluster.protocol.ReplicationInstance
 */
export interface ReplicationItem {
  readonly appName: string;
  readonly id: string;
  readonly action: ReplicationAction;
  /** Epoch ms; absent in a Cancel sent by Java. */
  readonly lastDirtyTimestamp?: number;
  /** Text as in Java, not InstanceStatus: an invalid status fails its own item, not the batch. */
  readonly overriddenStatus?: string;
  /** Status of the instance at the sender, or the status to set; text for the same reason. */
  readonly status?: string;
  /** Present for Register only. */
  readonly instanceInfo?: InstanceInfo;
  /**
   * Age of the change. Sent between Eureka Nest servers only, because Java rejects a batch with an
   * unknown field.
   */
  readonly ageMs?: number;
}

/**
 * Response to one item, as if it had been a request of its own. Java: ReplicationInstanceResponse
 */
export interface ReplicationResponse {
  readonly statusCode: number;
  /** The responding server's newer copy, present with a 409. On the wire: `responseEntity`. */
  readonly instance?: InstanceInfo;
}
