import type { Random } from '@eureka-nest/runtime/time';

/**
 * Number of instances that one run of `Registry.evict` may remove: 15 % by default, at least one.
 * Example, with self-preservation off: two of six are dead, and two runs evict one each.
 */
export const evictionLimit = (size: number, renewalPercentThreshold: number): number =>
  size - Math.floor(size * renewalPercentThreshold);

/**
 * Picks up to `count` items, each with the same probability (Knuth's shuffle, stopped early), so
 * that an eviction run does not wipe out one application.
 */
export function pickAtRandom<T>(items: readonly T[], count: number, random: Random): T[] {
  const shuffled = [...items];
  const picked = Math.min(count, shuffled.length);
  for (let index = 0; index < picked; index++) {
    const other = index + Math.floor(random() * (shuffled.length - index));
    [shuffled[index], shuffled[other]] = [shuffled[other] as T, shuffled[index] as T];
  }
  return shuffled.slice(0, picked);
}
