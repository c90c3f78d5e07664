import type { Applications } from '@eureka-nest/protocol';
import type { DeltaContext } from '../core/delta-order.js';
import type { Positioned } from '../core/registry-document.js';

/** Receiver of fetched registries: the cache. */
export interface RegistrySink {
  /** True if there is a snapshot that a delta can be applied to. */
  readonly hasSnapshot: boolean;
  /** Number of changes of the snapshot so far. */
  readonly revision: number;
  /**
   * Replaces the snapshot with a full registry.
   *
   * @param began revision at the start of the request; a response that was not overtaken by a
   * change counts, whatever its position
   */
  replace(registry: Positioned<Applications>, from: string, began?: number): void;
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
