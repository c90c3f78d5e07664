import type {
  AppDetail,
  AppDigests,
  InstanceInfo,
  ListedRow,
  ReplicationResponse,
  ReplicationItem,
} from '@eureka-nest/protocol';
import type { ReplicationTask } from '../core/replication/replication-task.js';

/** Java's own request. Without items it changes nothing: so a peer is asked whether it is there. */
export interface BatchRequest {
  readonly kind: 'batch';
  readonly items: readonly ReplicationItem[];
  /** What the items were made of. */
  readonly tasks: readonly ReplicationTask[];
}

/** Whether the peer lists the same. Between servers of ours alone, as are the next two. */
export interface CompareRequest {
  readonly kind: 'compare';
  readonly digest: string;
}

/** What exactly the peer lists of some applications. */
export interface DetailRequest {
  readonly kind: 'detail';
  readonly apps: readonly string[];
}

/** Some instances as the peer lists them. */
export interface FetchRequest {
  readonly kind: 'fetch';
  readonly wanted: readonly Wanted[];
}

export interface Wanted {
  readonly app: string;
  readonly row: ListedRow;
  /** Of what moment its ages are, on our clock. */
  readonly at: number;
}

/** Servers of ours alone understand these. */
export type ComparisonRequest = CompareRequest | DetailRequest | FetchRequest;
export type PeerRequest = BatchRequest | ComparisonRequest;

/** What is answered to each kind of request. */
export interface PeerAnswers {
  /** One for each item, in their order. */
  readonly batch: readonly ReplicationResponse[];
  /** Undefined where both list the same. */
  readonly compare: AppDigests | undefined;
  readonly detail: ReadonlyMap<string, AppDetail>;
  readonly fetch: readonly InstanceInfo[];
}

/**
 * Why there was no answer. `congestion` (503, or none in time), `transient` (the network) and `too-large` (413) are worth another try
 * of the same, `permanent` is not.
 */
export type Failure = 'congestion' | 'transient' | 'too-large' | 'permanent';
