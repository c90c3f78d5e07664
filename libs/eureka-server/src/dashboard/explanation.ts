import type { SelfPreservationNumbers } from '../core/registry/self-preservation.js';

/**
 * Why this server evicts as it does:
 * - `off`: self-preservation is, so everything that expires is evicted;
 * - `nobody-here`, `too-small`: with so few instances it never evicts, whatever happens;
 * - `nobody-expected`: a threshold of 0 forbids it;
 * - `just-started`: the clients are still coming;
 * - `too-few`: what self-preservation is for.
 */
export type EvictionReason =
  | 'off'
  | 'nobody-here'
  | 'nobody-expected'
  | 'too-small'
  | 'just-started'
  | 'too-few';

/** All that a person needs to check the sum. */
export interface Explanation {
  readonly reason: EvictionReason;
  readonly instances: number;
  readonly expectedClients: number;
  /** A minute. */
  readonly renewsPerClient: number;
  readonly percent: number;
  readonly threshold: number;
  readonly renewsLastMinute: number;
  /** How many more renewals a minute it takes until expired instances are evicted, and how many instances send that many. */
  readonly missing: number;
  readonly missingClients: number;
  /** How many instances it takes until one that falls silent is evicted; undefined where no number would do. */
  readonly enoughInstances?: number;
}

/** Undefined where nothing needs explaining: expired instances are evicted, and self-preservation is on. */
export function explain(numbers: SelfPreservationNumbers, instances: number): Explanation | undefined {
  const {
    enabled,
    expectedClients,
    renewsPerClient,
    percent,
    threshold,
    renewsLastMinute,
    missing,
    missingClients,
  } = numbers;
  if (enabled && numbers.allowsEviction()) return undefined;
  return {
    reason: reasonOf(numbers, instances),
    instances,
    expectedClients,
    renewsPerClient,
    percent,
    threshold,
    renewsLastMinute,
    missing,
    missingClients,
    enoughInstances: enoughInstances(numbers, instances),
  };
}

function reasonOf(numbers: SelfPreservationNumbers, instances: number): EvictionReason {
  const { enabled, threshold, renewsPerClient } = numbers;
  if (!enabled) return 'off';
  if (instances === 0) return 'nobody-here';
  if (threshold === 0) return 'nobody-expected';
  if ((instances - 1) * renewsPerClient <= threshold) return 'too-small';
  return numbers.isBelowThreshold() ? 'too-few' : 'just-started';
}

/** Percentages that no registry of a demo can reach are not worth the search. */
const MOST_INSTANCES = 1000;

function enoughInstances(numbers: SelfPreservationNumbers, instances: number): number | undefined {
  const { expectedClients, renewsPerClient, percent } = numbers;
  for (let more = 0; instances + more <= MOST_INSTANCES; more++) {
    const threshold = Math.floor((expectedClients + more) * renewsPerClient * percent);
    if (threshold > 0 && (instances + more - 1) * renewsPerClient > threshold) return instances + more;
  }
  return undefined;
}
