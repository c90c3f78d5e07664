import { type Candidate, isInZone } from '../instance-source.js';
import { memoizeLast } from '../memoize-last.js';
import type { PickContext, Strategy } from './strategy.js';

export interface ZoneFirst {
  /** The caller's own zone. Spring: spring.cloud.loadbalancer.zone */
  readonly zone: string;
  /** Average of calls in flight per instance of the zone at which other zones are used too. */
  readonly overflowAt?: number;
}

/** Picks in the caller's zone; in all zones when the zone is overloaded or has no instance. */
export function zoneFirst({ zone, overflowAt = 10 }: ZoneFirst, among: () => Strategy): Strategy {
  const inOwnZone = memoizeLast((list: readonly Candidate[]) => list.filter((each) => isInZone(each, zone)));
  // Two strategies, since turns in the one list mean nothing in the other.
  const [nearby, everywhere] = [among(), among()];
  return (candidates, context) => {
    const near = inOwnZone(candidates);
    const hasCapacity = near.length > 0 && callsInFlight(near, context) < overflowAt * near.length;
    return (hasCapacity ? nearby(near, context) : undefined) ?? everywhere(candidates, context);
  };
}

function callsInFlight(list: readonly Candidate[], { loadOf }: PickContext): number {
  let calls = 0;
  for (const each of list) calls += loadOf(each).inFlight;
  return calls;
}
