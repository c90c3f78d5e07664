import type { Reply } from '@eureka-nest/conformance';
import type { Step } from './recording.js';
import { normalized } from './normalize.js';

/**
 * Compared parts of a response. Of the headers, those that a client acts on: type and encoding of a
 * body, and `Allow`. Not compared: `Content-Length` and `Transfer-Encoding` (Hoxton sends chunks,
 * the current server lengths), `Date`, `Connection` and `Keep-Alive` (from the container), `Vary`
 * and `Content-Language` (of error pages), parameters of a type (`charset=UTF-8` adds nothing), and
 * the type of an empty body.
 */
export type Aspect = 'status' | 'type' | 'coding' | 'allow' | 'body' | 'order';

/** Difference between our response and the recorded one. */
export interface Difference {
  readonly aspect: Aspect;
  readonly recorded: unknown;
  readonly ours: unknown;
}

/** Compares a response with the recorded one, ignoring volatile parts. */
export function findDifferences(step: Step, ours: Reply): readonly Difference[] {
  const { status, headers, body } = step.answer;
  const found: Difference[] = [];
  const compare = (aspect: Aspect, recorded: unknown, own: unknown) => {
    if (recorded !== own) found.push({ aspect, recorded, ours: own });
  };
  compare('status', status, ours.status);
  compare('allow', sortedList(headers['allow']), sortedList(ours.headers.allow));
  if (body !== '' && ours.text !== '') {
    compare('type', mediaType(headers['content-type']), ours.type);
    compare('coding', headers['content-encoding'], ours.headers['content-encoding']);
  }
  if (body !== ours.text) found.push(...compareBodies(step, body, ours.text));
  return found;
}

function compareBodies(step: Step, recorded: string, ours: string): readonly Difference[] {
  const parts = { countsLoads: /\/delta\b/.test(step.path) };
  const [a, b] = [documentOf(recorded, parts), documentOf(ours, parts)];
  const [textA, textB] = [JSON.stringify(a), JSON.stringify(b)];
  if (textA === textB) return [];
  const aspect = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)) ? 'order' : 'body';
  return [{ aspect, recorded: a, ours: b }];
}

/** Text that is no document is compared literally. */
function documentOf(text: string, parts: { readonly countsLoads: boolean }): unknown {
  if (!/^[{<]/.test(text)) return text;
  try {
    return normalized(text, parts);
  } catch {
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, sorted(each)] as const);
  return Object.fromEntries(entries.toSorted(([x], [y]) => (x < y ? -1 : 1)));
}

const mediaType = (header = '') => header.split(';', 1)[0]?.trim().toLowerCase();
const sortedList = (header: string | undefined) =>
  header
    ?.split(',')
    .map((each) => each.trim())
    .toSorted()
    .join(',');
