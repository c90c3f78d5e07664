/** Status that clients see of an instance. */
export type NodeStatus = 'UP' | 'DOWN' | 'STARTING' | 'OUT_OF_SERVICE' | 'UNKNOWN';

export const nodeStatuses: readonly NodeStatus[] = ['UP', 'STARTING', 'DOWN', 'OUT_OF_SERVICE', 'UNKNOWN'];

/**
 * A cluster at one moment. All times are milliseconds of one clock, the one that hands in `now`.
 */
export interface Cluster {
  readonly registries: readonly RegistryNode[];
  readonly services: readonly ServiceNode[];
  readonly consumers: readonly ConsumerNode[];
  readonly links: readonly ClusterLink[];
}

export interface RegistryNode {
  readonly id: string;
  readonly name: string;
  /** Second line of the card, such as the address. */
  readonly detail?: string;
  readonly state: 'in-step' | 'behind' | 'unreachable' | 'starting' | 'refused' | 'stopped';
  /** True for the registry whose view is shown. */
  readonly isSelf?: boolean;
  /** True while self-preservation holds back every eviction. */
  readonly isPreserving?: boolean;
}

export interface InstanceNode {
  readonly id: string;
  /** Short label below the ring, such as `:8001`. */
  readonly label: string;
  readonly status: NodeStatus;
  /** True if an operator forced the status. */
  readonly isForced?: boolean;
  readonly renewedAt: number;
  readonly expiresAt: number;
  /** True while a consumer's balancer keeps it out of the rotation. */
  readonly isEjected?: boolean;
}

export interface ServiceNode {
  readonly id: string;
  readonly name: string;
  readonly instances: readonly InstanceNode[];
  /**
   * Number of instances by status; enough for the reduced picture, where `instances` may be
   * empty.
   */
  readonly counts: StatusCounts;
}

export type StatusCounts = Readonly<Partial<Record<NodeStatus, number>>>;

export interface ConsumerNode {
  readonly id: string;
  readonly name: string;
  /** Registration of the consumer itself, if it has one. */
  readonly instance?: InstanceNode;
  /** Age of its copy of the registry. */
  readonly copyAgeMs?: number;
}

/**
 * Link of one node to another that it knows; `from` and `to` are ids of registries, services or
 * consumers.
 */
export interface ClusterLink {
  readonly from: string;
  readonly to: string;
  readonly kind: 'replicates' | 'registers' | 'reads' | 'calls';
  readonly state: 'ok' | 'slow' | 'cut';
}

/** A message on its way; `from` and `to` are ids of any nodes, instances included. */
export interface Message {
  readonly id: string | number;
  readonly from: string;
  readonly to: string;
  readonly kind: 'heartbeat' | 'register' | 'replication' | 'fetch' | 'change' | 'call' | 'response';
  readonly sentAt: number;
  readonly arrivesAt: number;
  /** A lost message stops half way. */
  readonly outcome?: 'ok' | 'failed' | 'lost';
}

/** One call, for the rotation strip. */
export interface RotationCall {
  readonly target: string;
  readonly outcome: 'ok' | 'failed';
}

/** Numbers of the gauge, heartbeats per minute. */
export interface PreservationNumbers {
  readonly isEnabled: boolean;
  readonly isOn: boolean;
  readonly received: number;
  readonly threshold: number;
  readonly expected: number;
}
