import type { Candidate } from '../instance-source.js';
import type { Strategy } from './strategy.js';

/** Spring reads `metadata.weight`; nothing, nonsense and less than one are one. */
export const weightInMetadata = ({ metadata }: Candidate): number => {
  const weight = Number(metadata?.['weight']);
  return Number.isInteger(weight) && weight > 0 ? weight : 1;
};

/**
 * In turn, a candidate of weight 3 three times as often as one of weight 1, spread out and not three times in a row.
 *
 * The smooth weighted round robin of nginx: each pick gives everybody its weight as credit, the richest is picked and pays
 * for all. Credit is kept by id, so that a list that changes does not start the turns anew.
 */
export function weighted(weightOf: (candidate: Candidate) => number = weightInMetadata): Strategy {
  let list: readonly Candidate[] = [];
  let weights: readonly number[] = [];
  let credits: number[] = [];
  let total = 0;
  const follow = (candidates: readonly Candidate[]) => {
    const before = new Map(list.map(({ instanceId }, at) => [instanceId, credits[at]]));
    list = candidates;
    weights = candidates.map(weightOf);
    credits = candidates.map(({ instanceId }) => before.get(instanceId) ?? 0);
    total = weights.reduce((sum, weight) => sum + weight, 0);
  };
  return (candidates) => {
    if (candidates.length === 0) return undefined;
    if (candidates !== list) follow(candidates);
    let richest = 0;
    for (let at = 0; at < credits.length; at++) {
      credits[at]! += weights[at]!;
      if (credits[at]! > credits[richest]!) richest = at;
    }
    credits[richest]! -= total;
    return candidates[richest];
  };
}
