import type { Applications } from '@eureka-nest/protocol';
import type { DeltaContext } from '../core/delta-order.js';
import type { Positioned } from '../core/registry-document.js';

/** Circumstances of a full fetch. */
export interface ReplaceContext {
  /**
   * Revision at the start of the request. A response that no change overtook counts, whatever its
   * position.
   */
  readonly began?: number;
  /** True to retain for a while what the registry lacks, because nothing confirms it. */
  readonly retainsLost?: boolean;
}

/** Receiver of fetched registries: the cache. */
export interface RegistrySink {
  /** True if there is a snapshot that a delta can be applied to. */
  readonly hasSnapshot: boolean;
  /** Number of changes of the snapshot so far. */
  readonly revision: number;
  /** True if this full registry lacks so much of the snapshot that it has to be confirmed first. */
  isDoubtful(registry: Positioned<Applications>): boolean;
  /** Replaces the snapshot with a full registry. */
  replace(registry: Positioned<Applications>, from: string, context?: ReplaceContext): void;
  /**
   * Applies a delta. Returns false and changes nothing if it does not continue the snapshot, or if
   * the result would not match.
   */
  applyDelta(delta: Positioned<Applications>, from: string, context?: DeltaContext): boolean;
  /** Confirms that the registry has nothing newer. `fetched` is set if a fetch showed it. */
  confirm(from: string, fetched?: 'whole' | 'changes'): void;
  /** Ends one attempt to fetch, and only then releases the waiters for the first fetch. */
  endAttempt(error?: Error): void;
}

/** Source of registries and deltas: the poller, or the change feed. */
export interface RegistrySource {
  /** Starts in the background. */
  start(): void;
  /** Fetches now. However often it is called, the number of fetches per second is limited. */
  refresh(): Promise<void>;
  /** Ends the source: the sink gets nothing after this. */
  stop(): Promise<void>;
}
