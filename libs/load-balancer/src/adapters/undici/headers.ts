import type { Dispatcher } from 'undici';

type Headers = Dispatcher.DispatchOptions['headers'];
type Pair = readonly [string, string | string[] | undefined];

/** Headers in one of the shapes that undici takes, with some set or replaced. */
export function withHeaders(given: Headers, set: Readonly<Record<string, string>>): Headers {
  if (Object.keys(set).length === 0) return given;
  const headers = new Map<string, string | string[]>();
  for (const [name, value] of pairsOf(given)) {
    const before = headers.get(name.toLowerCase());
    if (value !== undefined)
      headers.set(name.toLowerCase(), before === undefined ? value : [before, value].flat());
  }
  for (const [name, value] of Object.entries(set)) headers.set(name.toLowerCase(), value);
  return Object.fromEntries(headers);
}

function pairsOf(given: Headers): Iterable<Pair> {
  if (!given) return [];
  if (Array.isArray(given)) return flatPairs(given);
  return Symbol.iterator in given ? (given as Iterable<Pair>) : Object.entries(given);
}

function* flatPairs(list: readonly string[]): Iterable<Pair> {
  for (let at = 0; at + 1 < list.length; at += 2) yield [list[at]!, list[at + 1]!];
}
