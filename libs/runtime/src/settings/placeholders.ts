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
  if (depth > maxDepth) throw new SettingsFileError(where, `${text} refers to itself: give it a value`);
  const start = text.indexOf('${');
  if (start < 0) return text;
  const end = closingBrace(text, start + 2);
  if (end < 0) throw new SettingsFileError(where, `${text} has a \${ without its }: close it`);
  const resolveIn = (part: string) => resolvePlaceholders(part, valueOf, where, depth + 1);
  const [written = '', fallback] = splitAtColon(text.slice(start + 2, end));
  const name = resolveIn(written);
  const value = valueOf(name) ?? fallback;
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

function closingBrace(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) open++;
    else if (text[at] === '}' && --open === 0) return at;
  }
  return -1;
}

/** Splits a name from its default, at the first colon outside of inner placeholders. */
function splitAtColon(text: string): readonly [string, string?] {
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith('${', at)) open++;
    else if (text[at] === '}') open--;
    else if (text[at] === ':' && open === 0) return [text.slice(0, at), text.slice(at + 1)];
  }
  return [text];
}
