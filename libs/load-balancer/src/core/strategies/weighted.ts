import type { Candidate } from '../instance-source.js';
import type { Strategy } from './strategy.js';

/** Weight in `metadata.weight`, as in Spring; a missing or invalid one, or less than 1, is 1. */
export const weightInMetadata = ({ metadata }: Candidate): number => {
  const weight = Number(metadata?.['weight']);
  return Number.isInteger(weight) && weight > 0 ? weight : 1;
};

/**
 * Picks by weight: a candidate of weight 3 three times as often as one of weight 1, interleaved.
 *
 * The smooth weighted round robin of nginx: each pick adds every weight to that candidate's credit;
 * the highest credit wins and pays the total. Credit is kept by instance id, so a changed list does
 * not restart the turns.
 */
export function weighted(weightOf: (candidate: Candidate) => number = weightInMetadata): Strategy {
  let list: readonly Candidate[] = [];
  let weights: readonly number[] = [];
  let credits: number[] = [];
  let total = 0;
  const update = (candidates: readonly Candidate[]) => {
    const previous = new Map(list.map(({ instanceId }, at) => [instanceId, credits[at]]));
    list = candidates;
    weights = candidates.map(weightOf);
    credits = candidates.map(({ instanceId }) => previous.get(instanceId) ?? 0);
    total = weights.reduce((sum, weight) => sum + weight, 0);
  };
  return (candidates) => {
    if (candidates.length === 0) return undefined;
    if (candidates !== list) update(candidates);
    let winner = 0;
    for (let at = 0; at < credits.length; at++) {
      credits[at]! += weights[at]!;
      if (credits[at]! > credits[winner]!) winner = at;
    }
    credits[winner]! -= total;
    return candidates[winner];
  };
}
