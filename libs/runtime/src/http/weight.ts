const decimal = /^(\d+\.?\d*|\.\d+)$/;

/**
 * Weight of a range in a header such as `Accept` (RFC 9110, 12.4.2), from 0 to 1: what follows
 * `q=`, 1 if that is missing, 0 if it is no decimal number.
 */
export function weightOf(text: string | undefined): number {
  if (text === undefined) return 1;
  return decimal.test(text.trim()) ? Math.min(Number(text), 1) : 0;
}
