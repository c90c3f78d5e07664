import type { Applications, Position } from '@eureka-nest/protocol';

/** With the moment it is of, where the registry tells that. */
export type Positioned<T> = T & { readonly position?: Position };

/** Takes what a source brings. */
export interface RegistrySink {
  /** Whether there is a copy that changes can be applied to. */
  readonly hasCopy: boolean;
  /** A whole registry takes the place of the copy. */
  whole(registry: Positioned<Applications>, from: string): void;
  /** Changes are applied to the copy; false, and nothing is changed, when the outcome is not what the registry has: then bring it whole. */
  changes(changes: Positioned<Applications>, from: string): boolean;
  /** The registry has nothing that the copy lacks; with the kind of the answer that showed it, where it was asked. */
  confirmed(from: string, fetched?: 'whole' | 'changes'): void;
  /** A try to bring something is over; with the reason, where it failed. Only now those are told who wait for a first copy. */
  ended(fault?: Error): void;
}

/** Brings copies of the registry and changes to it. The poller is one; a feed that is told of each change may be another. */
export interface RegistrySource {
  /** Begins to bring, and does not wait for it. */
  start(): void;
  /** Brings what is new now; at most so many times a second, however often it is asked. */
  refresh(): Promise<void>;
  /** Nothing is brought after this. */
  stop(): Promise<void>;
}
