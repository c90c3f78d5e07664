/** The value that is not exceeded by this share of the values. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('there are no values');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
