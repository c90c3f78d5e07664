import { SettingsFileError } from './errors.js';

const maxDepth = 20;

/**
 * Replaces the placeholders `${name}` and `${name:default}`; both parts may contain placeholders.
 *
 * @param valueOf value of another setting or variable, undefined if there is none
 * @param where origin of the text, for error messages
 */
export function resolvePlaceholders(
  text: string,
  valueOf: (name: string) => string | undefined,
  where: string,
  depth = 0,
): string {
  if (depth > maxDepth) throw new SettingsFileError(where, 'this value refers to itself: give it a text');
  const start = text.indexOf('${');
  if (start < 0) return text;
  const end = indexOutside(text, '}', start + 2);
  if (end < 0) throw new SettingsFileError(where, 'this value has a ${ without its }: close it');
  const resolveIn = (part: string) => resolvePlaceholders(part, valueOf, where, depth + 1);
  const inner = text.slice(start + 2, end);
  const colon = indexOutside(inner, ':');
  const name = resolveIn(colon < 0 ? inner : inner.slice(0, colon));
  const value = valueOf(name) ?? (colon < 0 ? undefined : inner.slice(colon + 1));
  if (value === undefined) {
    throw new SettingsFileError(
      where,
      `\${${name}} is set nowhere: set it, or give it a default as in \${${name}:8761}`,
    );
  }
  return (
    text.slice(0, start) + resolveIn(value) + resolvePlaceholders(text.slice(end + 1), valueOf, where, depth)
  );
}

/** Index of a character outside of inner placeholders; -1 if there is none. */
function indexOutside(text: string, wanted: string, from = 0): number {
  let open = 0;
  for (let at = from; at < text.length; at++) {
    if (open === 0 && text[at] === wanted) return at;
    if (text.startsWith('${', at)) open++;
    else if (text[at] === '}') open--;
  }
  return -1;
}
