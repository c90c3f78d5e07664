import type { Applications } from '@eureka-nest/protocol';
import type { Positioned } from '../core/registry-document.js';

/** Receiver of fetched registries: the cache. */
export interface RegistrySink {
  /** True if there is a snapshot that a delta can be applied to. */
  readonly hasSnapshot: boolean;
  /** Replaces the snapshot with a full registry. */
  replace(registry: Positioned<Applications>, from: string): void;
  /** Applies a delta. Returns false and changes nothing if the result would not match. */
  applyDelta(delta: Positioned<Applications>, from: string): boolean;
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
