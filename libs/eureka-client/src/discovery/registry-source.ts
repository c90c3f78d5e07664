import type { Applications } from '@eureka-nest/protocol';
import type { Positioned } from '../core/registry-document.js';

/** Receiver of fetched registries: the cache, or a layer in front of it. */
export interface RegistrySink {
  /** True if there is a snapshot that a delta can be applied to. */
  readonly hasSnapshot: boolean;
  /** Replaces the snapshot with a full registry. */
  replace(registry: Positioned<Applications>, from: string): void;
  /** Applies a delta. Returns false and changes nothing if the result is not what the registry has: then fetch all. */
  applyDelta(delta: Positioned<Applications>, from: string): boolean;
  /** Confirms that the registry has nothing newer. `fetched` is the kind of the response that showed it, if any. */
  confirm(from: string, fetched?: 'whole' | 'changes'): void;
  /** Ends one attempt to fetch, with its error if it failed. Only now waiters for the first fetch are released. */
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
