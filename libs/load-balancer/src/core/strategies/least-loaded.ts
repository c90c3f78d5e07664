import type { Random } from '@eureka-nest/runtime/time';
import type { About, LoadView, Strategy } from './strategy.js';

/**
 * Two drawn at random, the better one picked: nearly as even as looking at all, and unlike it without a stampede, since
 * callers that see the same loads still draw different pairs.
 */
const betterOfTwo =
  (chance: Random, burden: (load: LoadView) => number): Strategy =>
  (candidates, { loadOf }: About) => {
    const { length } = candidates;
    const first = Math.floor(chance() * length);
    if (length < 2) return candidates[first];
    const second = (first + 1 + Math.floor(chance() * (length - 1))) % length;
    const [one, other] = [candidates[first]!, candidates[second]!];
    return burden(loadOf(other)) < burden(loadOf(one)) ? other : one;
  };

/** Fewer calls under way wins. */
export const powerOfTwo = (chance: Random): Strategy => betterOfTwo(chance, ({ inFlight }) => inFlight);

/** The shorter response time of late wins, calls under way counted in. */
export const leastResponseTime = (chance: Random): Strategy => betterOfTwo(chance, (load) => load.cost());
