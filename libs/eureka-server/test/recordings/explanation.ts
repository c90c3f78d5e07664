import type { Difference } from './comparison.js';
import { deviations, type Deviation } from './deviations.js';
import type { Replayed } from './replay.js';

/** Which pattern of which deviation a difference is met by. */
export interface Explanation {
  readonly deviation: Deviation;
  readonly pattern: string;
}

/** Why an answer differs, if it is meant to. */
export function explain(replayed: Replayed, difference: Difference): Explanation | undefined {
  for (const deviation of deviations) {
    const { at, aspects, when } = deviation;
    const pattern = at.find((each) => matches(each, replayed.key));
    if (!pattern || (aspects && !aspects.includes(difference.aspect))) continue;
    if (!when || when(replayed, difference)) return { deviation, pattern };
  }
  return undefined;
}

/** `*` stands for any text, `[23]` for one of these characters. */
function matches(pattern: string, key: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(key);
}
