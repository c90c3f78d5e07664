import type { Candidate } from '../instance-source.js';
import { kept } from '../memoize-last.js';
import type { About, Strategy } from './strategy.js';

export interface ZoneFirst {
  /** Our own; Spring: spring.cloud.loadbalancer.zone */
  readonly zone: string;
  /** How many calls may be under way at each instance of the zone, on average, before others are asked too. */
  readonly overflowAt?: number;
}

/** The instances of our own zone as long as they keep up; all of them when they do not, or when there are none. */
export function zoneFirst({ zone, overflowAt = 10 }: ZoneFirst, among: () => Strategy): Strategy {
  const near = kept((list: readonly Candidate[]) => list.filter((each) => isInZone(each, zone)));
  // Each its own: the turns of the one list are no turns of the other.
  const [atHome, everywhere] = [among(), among()];
  return (candidates, about) => {
    const home = near(candidates);
    const keepsUp = home.length > 0 && underWay(home, about) < overflowAt * home.length;
    return keepsUp ? atHome(home, about) : everywhere(candidates, about);
  };
}

/** As Spring compares them: whatever their case. */
export const isInZone = ({ metadata }: Candidate, zone: string): boolean =>
  metadata?.['zone']?.toLowerCase() === zone.toLowerCase();

function underWay(list: readonly Candidate[], { loadOf }: About): number {
  let calls = 0;
  for (const each of list) calls += loadOf(each).inFlight;
  return calls;
}
