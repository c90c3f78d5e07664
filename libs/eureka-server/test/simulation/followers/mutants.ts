import { RegistryCache, type ReplaceContext } from '@eureka-nest/client/discovery';
import { isCovered } from '@eureka-nest/protocol';
import type { CacheClass } from './follower.js';

type Delta = Parameters<RegistryCache['applyDelta']>[0];
type Context = Parameters<RegistryCache['applyDelta']>[2];
type Registry = Parameters<RegistryCache['replace']>[0];

/**
 * Nothing is read in a fetched delta of the copy's own position. No fault by itself, but without it
 * the next poll repairs what {@link AnyPredecessor} breaks.
 */
export class SkipsOwnPosition extends RegistryCache {
  override applyDelta(delta: Delta, from: string, context?: Context): boolean {
    const isFetched = context && 'isLatest' in context;
    const isOwn = isCovered(delta.position, this.position) && isCovered(this.position, delta.position);
    if (!isFetched || !isOwn) return super.applyDelta(delta, from, context);
    this.confirm(from, 'changes');
    return true;
  }
}

/** A matching hash code is enough for a delta of the feed, whatever came before it. */
class AnyPredecessor extends SkipsOwnPosition {
  override applyDelta(delta: Delta, from: string, context?: Context): boolean {
    const { position } = this;
    if (context && 'after' in context && delta.position?.node !== position?.node)
      this.position = context.after;
    const isApplied = super.applyDelta(delta, from, context);
    if (!isApplied) this.position = position;
    return isApplied;
  }
}

/** A position is believed for good, even one of the future. */
class BelievesAnyPosition extends RegistryCache {
  override forgetPosition(): void {
    // Retained.
  }

  override applyDelta(delta: Delta, from: string, context?: Context): boolean {
    return super.applyDelta(delta, from, context && 'after' in context ? context : { isLatest: false });
  }

  override replace(registry: Registry, from: string, { retainsLost = false }: ReplaceContext = {}): void {
    super.replace(registry, from, { began: -1, retainsLost });
  }
}

/** Whatever a registry lists is believed, even when it has just started. */
class EmptiesAtRestart extends RegistryCache {
  override replace(registry: Registry, from: string, { began = -1 }: ReplaceContext = {}): void {
    super.replace({ ...registry, isSyncing: false }, from, { began });
  }
}

/** Instances that a restarted registry lost are retained without a time limit. */
class RetainsForever extends RegistryCache {
  override replace(registry: Registry, from: string, context?: ReplaceContext): void {
    super.replace({ ...registry, isSyncing: true }, from, context);
    const { retained } = this as unknown as { retained: { byKey: Map<string, { until: number }> } };
    for (const each of retained.byKey.values()) Object.assign(each, { until: Infinity });
  }
}

/** Clients with one fault each, which the stories have to find. */
export const mutants: readonly { readonly name: string; readonly Cache: CacheClass }[] = [
  { name: 'applies a change without its predecessor', Cache: AnyPredecessor },
  { name: 'believes a position of the future', Cache: BelievesAnyPosition },
  { name: 'empties its copy when its registry restarts', Cache: EmptiesAtRestart },
  { name: 'retains lost instances for ever', Cache: RetainsForever },
];
