import type { Candidate } from '../instance-source.js';
import type { Strategy } from './strategy.js';

/**
 * Weight in `metadata.weight`; a missing or invalid one is 1, as in Spring.
 *
 * QUIRK(WeightedServiceInstanceListSupplier.metadataWeightFunction): Spring takes 0 for 1 as well.
 * Here it is 0, because it is set to drain the instance.
 */
export const weightInMetadata = ({ metadata }: Candidate): number => {
  const text = metadata?.['weight'];
  const weight = text?.trim?.() === '' ? NaN : Number(text);
  return Number.isInteger(weight) && weight >= 0 ? weight : 1;
};

/**
 * Picks by weight: a candidate of weight 3 three times as often as one of weight 1, interleaved.
 * One of weight 0 is never picked.
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
    weights = candidates.map((each) => validWeight(weightOf(each)));
    credits = candidates.map(({ instanceId }) => previous.get(instanceId) ?? 0);
    total = weights.reduce((sum, weight) => sum + weight, 0);
  };
  return (candidates) => {
    if (candidates.length === 0) return undefined;
    if (candidates !== list) update(candidates);
    let winner = -1;
    for (let at = 0; at < credits.length; at++) {
      if (weights[at] === 0) continue;
      credits[at]! += weights[at]!;
      if (winner < 0 || credits[at]! > credits[winner]!) winner = at;
    }
    if (winner < 0) return undefined;
    credits[winner]! -= total;
    return candidates[winner];
  };
}

/** Greatest weight that counts: the sum of many stays exact. */
const maxWeight = 1e9;

const validWeight = (weight: number): number =>
  weight >= 0 && weight < Infinity ? Math.min(weight, maxWeight) : 1;
