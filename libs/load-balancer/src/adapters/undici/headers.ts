import type { Dispatcher } from 'undici';

type Headers = Dispatcher.DispatchOptions['headers'];
type Pair = readonly [string, string | string[] | undefined];

/** Headers in any of undici's shapes, with some added or replaced. */
export function withHeaders(headers: Headers, replacements: Readonly<Record<string, string>>): Headers {
  if (Object.keys(replacements).length === 0) return headers;
  const merged = new Map<string, string | string[]>();
  for (const [name, value] of pairsOf(headers)) {
    const key = name.toLowerCase();
    const previous = merged.get(key);
    if (value !== undefined) merged.set(key, previous === undefined ? value : [previous, value].flat());
  }
  for (const [name, value] of Object.entries(replacements)) merged.set(name.toLowerCase(), value);
  return Object.fromEntries(merged);
}

/** Value of one header, whose name is in lower case. */
export function headerOf(headers: Headers, name: string): string | string[] | undefined {
  for (const [key, value] of pairsOf(headers)) if (key.toLowerCase() === name) return value;
  return undefined;
}

function pairsOf(headers: Headers): Iterable<Pair> {
  if (!headers) return [];
  if (Array.isArray(headers)) return flatPairs(headers);
  return Symbol.iterator in headers ? (headers as Iterable<Pair>) : Object.entries(headers);
}

function* flatPairs(list: readonly string[]): Iterable<Pair> {
  for (let at = 0; at + 1 < list.length; at += 2) yield [list[at]!, list[at + 1]!];
}
