import type { Random } from '@eureka-nest/runtime/time';
import { evictionLimit, pickAtRandom } from './eviction-limit.js';
import { isExpired } from './lease.js';
import type { RegistryEntry } from './registry-entry.js';
import type { RegistryState } from './registry-state.js';

/** Instances that are looked at per step: well below a millisecond. */
const SEARCHED_PER_STEP = 1000;

/**
 * Finds the instances to evict, step by step: a large registry takes a while, and the caller may
 * let other requests in after each step. Yields an instance that has expired and is still listed,
 * `searched` after some that were looked at, or `withheld` if self-preservation keeps expired ones.
 *
 * @param lateMs delay of this run: a server that was paused must not blame its clients
 */
export function* instancesToEvict(
  { instances, selfPreservation, options, clock }: RegistryState,
  random: Random,
  lateMs: number,
): Generator<RegistryEntry | 'searched' | 'withheld', void> {
  const isAllowed = selfPreservation.allowsEviction();
  const now = clock();
  const expired: RegistryEntry[] = [];
  let count = 0;
  for (const entry of instances) {
    if (isExpired(entry.lease, now, lateMs)) {
      if (!isAllowed) return void (yield 'withheld');
      expired.push(entry);
    }
    if (++count % SEARCHED_PER_STEP === 0) yield 'searched';
  }
  const limit = evictionLimit(instances.size, options.renewalPercentThreshold);
  for (const entry of pickAtRandom(expired, limit, random)) {
    // Meanwhile it may have been renewed, or have left.
    if (isExpired(entry.lease, now, lateMs) && !entry.hasLeft) yield entry;
  }
}
