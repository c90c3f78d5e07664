import type { Difference } from './comparison.js';
import { deviations, type Deviation } from './deviations.js';
import type { Replayed } from './replay.js';

/** Deviation that explains a difference, and its pattern that matched. */
export interface DeviationMatch {
  readonly deviation: Deviation;
  readonly pattern: string;
}

/** Finds the deviation that explains a difference; undefined for an unintended one. */
export function findDeviation(replayed: Replayed, difference: Difference): DeviationMatch | undefined {
  for (const deviation of deviations) {
    const { at, aspects, when } = deviation;
    const pattern = at.find((each) => matches(each, replayed.key));
    if (!pattern || (aspects && !aspects.includes(difference.aspect))) continue;
    if (!when || when(replayed, difference)) return { deviation, pattern };
  }
  return undefined;
}

/** Pattern: `*` is any text, `[23]` one of these characters. */
function matches(pattern: string, key: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(key);
}
