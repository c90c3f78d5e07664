import { type Applications, isCovered, type Position } from '@eureka-nest/protocol';
import type { Positioned, RegistrySink } from './registry-source.js';

/**
 * Stands before the copy where two bring it: a feed that tells each change at once, and the poller, whose answers may have been under way
 * meanwhile. What is known to be older than the copy is passed over.
 */
export class OrderedSink implements RegistrySink {
  private at: Position | undefined;

  constructor(private readonly inner: RegistrySink) {}

  get hasCopy(): boolean {
    return this.inner.hasCopy;
  }

  /** Up to where the copy is known to be whole; undefined where its registry does not tell. */
  get position(): Position | undefined {
    return this.at;
  }

  whole(registry: Positioned<Applications>, from: string): void {
    if (this.inner.hasCopy && isCovered(registry.position, this.at))
      return this.inner.confirmed(from, 'whole');
    this.inner.whole(registry, from);
    this.at = registry.position;
  }

  changes(changes: Positioned<Applications>, from: string): boolean {
    if (isCovered(changes.position, this.at)) {
      this.inner.confirmed(from, 'changes');
      return true;
    }
    if (!this.inner.changes(changes, from)) return false;
    this.at = changes.position;
    return true;
  }

  confirmed(from: string, fetched?: 'whole' | 'changes'): void {
    this.inner.confirmed(from, fetched);
  }

  ended(fault?: Error): void {
    this.inner.ended(fault);
  }
}
