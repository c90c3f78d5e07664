export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, minimum and maximum. */
export const spread = (values) => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});

const span = 5;

/**
 * True if the median of the last five values is no longer below that of the five before: a JVM
 * improves in several steps, with plateaus between them.
 */
export function isSteady(values, within = 0.03) {
  if (values.length < 2 * span) return false;
  return median(values.slice(-span)) >= (1 - within) * median(values.slice(-2 * span, -span));
}
