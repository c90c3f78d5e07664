import type {
  AppDetail,
  AppDigests,
  InstanceInfo,
  ListedRow,
  ReplicationResponse,
  ReplicationItem,
} from '@eureka-nest/protocol';
import type { ReplicationTask } from '../core/replication/replication-task.js';

/** Replication batch, as in Java. An empty one changes nothing and serves as a probe. */
export interface BatchRequest {
  readonly kind: 'batch';
  readonly items: readonly ReplicationItem[];
  /** Tasks behind the items, to be queued again after a failure. */
  readonly tasks: readonly ReplicationTask[];
}

/** @param isOurs adds ages for a server of this project: Java's would reject unknown fields */
export function batchRequest(
  tasks: readonly ReplicationTask[] | undefined,
  isOurs: boolean,
  now: number,
): BatchRequest {
  const items = (tasks ?? []).map(({ item, at }) =>
    isOurs ? { ...item, ageMs: Math.max(0, now - at) } : item,
  );
  return { kind: 'batch', items, tasks: tasks ?? [] };
}

export interface WantedRow {
  readonly app: string;
  readonly row: ListedRow;
  /** Time at which the ages of the row were right, on our clock. */
  readonly at: number;
}

/** Request of a comparison: only for servers of this project. */
export type ComparisonRequest =
  /** Compares the digests of both registries. */
  | { readonly kind: 'compare'; readonly digest: string }
  /** Asks for the rows of applications whose digests differ. */
  | { readonly kind: 'detail'; readonly apps: readonly string[] }
  /** Asks for instances in full. */
  | { readonly kind: 'fetch'; readonly wanted: readonly WantedRow[] };

export type PeerRequest = BatchRequest | ComparisonRequest;

/** Decoded response by kind of request. */
export interface PeerResponses {
  /** One answer per item, in order. */
  readonly batch: readonly ReplicationResponse[];
  /** Digests of the peer; undefined if both registries are equal. */
  readonly compare: AppDigests | undefined;
  readonly detail: ReadonlyMap<string, AppDetail>;
  readonly fetch: readonly InstanceInfo[];
}

/**
 * Kinds of failure: `congestion` (503, 429 or timeout), `transient` (network), `too-large` (413),
 * `permanent` (any other status or an invalid response). All but `permanent` are retried.
 */
export type PeerFailure = 'congestion' | 'transient' | 'too-large' | 'permanent';
