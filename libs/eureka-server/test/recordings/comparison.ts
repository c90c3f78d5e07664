import type { Reply } from '@eureka-nest/conformance';
import type { Step } from './recording.js';
import { still } from './still.js';

/**
 * What is compared. Of the headers, those that a client acts on: the type and the coding of a body, and `Allow`.
 * Not: `Content-Length` and `Transfer-Encoding` (how the bytes travel; Hoxton sends chunks, the current server
 * lengths), `Date`, `Connection` and `Keep-Alive` (of the container), `Vary` and `Content-Language` (of error pages),
 * parameters of a type (`charset=UTF-8` says nothing new), and the type of what is empty.
 */
export type Aspect = 'status' | 'type' | 'coding' | 'allow' | 'body' | 'order';

/** Where our answer is another one than the recorded. */
export interface Difference {
  readonly aspect: Aspect;
  readonly recorded: unknown;
  readonly ours: unknown;
}

/** All differences of an answer to the recorded one, up to what is volatile. */
export function differencesOf(step: Step, ours: Reply): readonly Difference[] {
  const { status, headers, body } = step.answer;
  const found: Difference[] = [];
  const compare = (aspect: Aspect, recorded: unknown, own: unknown) => {
    if (recorded !== own) found.push({ aspect, recorded, ours: own });
  };
  compare('status', status, ours.status);
  compare('allow', listOf(headers['allow']), listOf(ours.headers.allow));
  if (body !== '' && ours.text !== '') {
    compare('type', typeOf(headers['content-type']), ours.type);
    compare('coding', headers['content-encoding'], ours.headers['content-encoding']);
  }
  if (body !== ours.text) found.push(...differencesOfBodies(step, body, ours.text));
  return found;
}

function differencesOfBodies(step: Step, recorded: string, ours: string): readonly Difference[] {
  const what = { countsLoads: /\/delta\b/.test(step.path) };
  const [a, b] = [documentOf(recorded, what), documentOf(ours, what)];
  const [textA, textB] = [JSON.stringify(a), JSON.stringify(b)];
  if (textA === textB) return [];
  const aspect = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)) ? 'order' : 'body';
  return [{ aspect, recorded: a, ours: b }];
}

/** Plain text, and what only looks like a document, is compared to the letter. */
function documentOf(text: string, what: { readonly countsLoads: boolean }): unknown {
  if (!/^[{<]/.test(text)) return text;
  try {
    return still(text, what);
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

const typeOf = (header = '') => header.split(';', 1)[0]?.trim().toLowerCase();
const listOf = (header: string | undefined) =>
  header
    ?.split(',')
    .map((each) => each.trim())
    .toSorted()
    .join(',');
