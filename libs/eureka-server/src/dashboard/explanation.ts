import type { SelfPreservationNumbers } from '../core/registry/self-preservation.js';

/**
 * Reason why this server evicts or does not:
 * - `off`: self-preservation is off, so everything that expires is evicted;
 * - `no-instances`: there is nothing to evict;
 * - `too-small`: with so few instances the threshold is out of reach as soon as one dies;
 * - `no-expected-clients`: a threshold of 0 forbids eviction;
 * - `just-started`: clients are still registering;
 * - `too-few`: too few heartbeats come, the case that self-preservation is for.
 */
export type EvictionReason =
  | 'off'
  | 'no-instances'
  | 'no-expected-clients'
  | 'too-small'
  | 'just-started'
  | 'too-few';

/** Numbers behind the decision, for a reader to check, and what follows from them. */
export interface Explanation
  extends Omit<
    SelfPreservationNumbers,
    'enabled' | 'missingNewcomers' | 'allowsEviction' | 'isBelowThreshold'
  > {
  readonly reason: EvictionReason;
  readonly instances: number;
}

/** Undefined if all is normal: self-preservation is on, and expired instances are evicted. */
export function explain(numbers: SelfPreservationNumbers, instances: number): Explanation | undefined {
  const { enabled, expectedClients, renewsPerClient, percent, threshold } = numbers;
  if (enabled && numbers.allowsEviction()) return undefined;
  const { renewsLastMinute, renewsThisMinute, missing, missingClients, enoughInstances } = numbers;
  return {
    reason: evictionReason(numbers, instances),
    instances,
    ...{ expectedClients, renewsPerClient, percent, threshold, renewsLastMinute, renewsThisMinute },
    ...{ missing, missingClients, enoughInstances },
  };
}

function evictionReason(numbers: SelfPreservationNumbers, instances: number): EvictionReason {
  const { enabled, threshold, renewsPerClient } = numbers;
  if (!enabled) return 'off';
  if (instances === 0) return 'no-instances';
  if (threshold === 0) return 'no-expected-clients';
  if ((instances - 1) * renewsPerClient <= threshold) return 'too-small';
  return numbers.isBelowThreshold() ? 'too-few' : 'just-started';
}
