import { type Applications, isCovered, type Position } from '@eureka-nest/protocol';
import type { Positioned } from '../core/registry-document.js';
import type { RegistrySink } from './registry-source.js';

/**
 * Drops registries and deltas that are older than the cache. The feed and the poller both write to
 * it, and a response of the poller may be overtaken by a change event while it is in flight.
 */
export class PositionGuard implements RegistrySink {
  private cached: Position | undefined;

  constructor(private readonly inner: RegistrySink) {}

  get hasSnapshot(): boolean {
    return this.inner.hasSnapshot;
  }

  /** Change position of the cache; undefined if its registry sends none. */
  get position(): Position | undefined {
    return this.cached;
  }

  replace(registry: Positioned<Applications>, from: string): void {
    if (this.inner.hasSnapshot && isCovered(registry.position, this.cached))
      return this.inner.confirm(from, 'whole');
    this.inner.replace(registry, from);
    this.cached = registry.position;
  }

  applyDelta(delta: Positioned<Applications>, from: string): boolean {
    if (isCovered(delta.position, this.cached)) {
      this.inner.confirm(from, 'changes');
      return true;
    }
    if (!this.inner.applyDelta(delta, from)) return false;
    this.cached = delta.position;
    return true;
  }

  confirm(from: string, fetched?: 'whole' | 'changes'): void {
    this.inner.confirm(from, fetched);
  }

  endAttempt(error?: Error): void {
    this.inner.endAttempt(error);
  }
}
