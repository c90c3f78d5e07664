import type { Random } from '@eureka-nest/runtime/time';
import type { LoadView, PickContext, Strategy } from './strategy.js';

/**
 * Picks the less loaded of two random candidates: nearly as even as comparing all, but callers that
 * see the same loads do not all run to the same instance, since they draw different pairs.
 */
const lessLoadedOfTwo =
  (random: Random, costOf: (load: LoadView) => number): Strategy =>
  (candidates, { loadOf }: PickContext) => {
    const { length } = candidates;
    const first = Math.floor(random() * length);
    if (length < 2) return candidates[first];
    const second = (first + 1 + Math.floor(random() * (length - 1))) % length;
    const [one, other] = [candidates[first]!, candidates[second]!];
    return costOf(loadOf(other)) < costOf(loadOf(one)) ? other : one;
  };

/** Picks the one of two random candidates that has fewer calls in flight. */
export const powerOfTwo = (random: Random): Strategy => lessLoadedOfTwo(random, ({ inFlight }) => inFlight);

/** Picks the one of two random candidates with the lower response time × calls in flight. */
export const leastResponseTime = (random: Random): Strategy => lessLoadedOfTwo(random, (load) => load.cost());
