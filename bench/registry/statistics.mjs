export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The middle, and between what the values lie. */
export const spread = (values) => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});

const span = 5;

/** Whether the last five are, in their middle, no longer cheaper than the five before: a JVM rests on several plateaus on its way. */
export function isSteady(values, within = 0.03) {
  if (values.length < 2 * span) return false;
  return median(values.slice(-span)) >= (1 - within) * median(values.slice(-2 * span, -span));
}
