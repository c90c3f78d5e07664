import type { ConsoleActivity } from '@eureka-nest/protocol/console';

export const activityKinds = [
  'registered',
  'cancelled',
  'evicted',
  'disconnected',
  'status',
  'override',
  'metadata',
  'action',
  'server',
] as const satisfies readonly ConsoleActivity['kind'][];

/** Entries of a kind in which every word occurs. */
export function filteredActivity(
  entries: readonly ConsoleActivity[],
  { kind, query }: { readonly kind: string; readonly query: string },
): readonly ConsoleActivity[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (kind && entry.kind !== kind) return false;
    if (words.length === 0) return true;
    const { key, by, detail = {}, result } = entry;
    const text = [entry.kind, key, by, result, ...Object.entries(detail).flat()].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
