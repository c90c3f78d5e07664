import type { Random } from '@eureka-nest/runtime/time';

/**
 * How many leases one run may take: 15 % by default, at least one. So two of six that died together go one
 * run apart.
 */
export const evictionLimit = (size: number, renewalPercentThreshold: number): number =>
  size - Math.floor(size * renewalPercentThreshold);

/**
 * At most `count` items, each as likely as any other (Knuth's shuffle, stopped early), so that no one
 * application is wiped out.
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
