export interface Excerpt {
  readonly code: string;
  /** Number of its first line. */
  readonly line: number;
}

/**
 * Text of a declaration with its comment: `symbol` is a function, a class, or a class and its
 * method. Of a long declaration the first lines are shown.
 */
export function excerptOf(source: string, symbol: string, maxLines = 60): Excerpt | undefined {
  const lines = source.split('\n');
  const [owner = '', member] = symbol.split('.');
  const top = lines.findIndex((line) =>
    new RegExp(`^export (?:abstract )?(?:class|function\\*?|const) ${owner}\\b`).test(line),
  );
  if (top < 0) return undefined;
  const head = new RegExp(`^  (?:private |protected |async |readonly )*${member}\\(`);
  const first = member === undefined ? top : lines.findIndex((line, at) => at > top && head.test(line));
  if (first < 0) return undefined;
  const indent = member === undefined ? '' : '  ';
  const start = commentStart(lines, first, indent);
  const end = endOf(lines, first);
  const all = lines.slice(start, end + 1);
  const shown = all.slice(0, maxLines).map((line) => line.slice(indent.length));
  if (all.length > maxLines) shown.push('…');
  return { code: shown.join('\n'), line: start + 1 };
}

/** Line at which all brackets that the declaration opened are closed. */
function endOf(lines: readonly string[], first: number): number {
  let depth = 0;
  for (let at = first; at < lines.length; at++) {
    const code = lines[at]!.replace(/'(?:\\.|[^'\\])*'|\/\/.*|\/(?![/* ])(?:\\.|[^/\\])+\/[a-z]*/g, '');
    for (const letter of code) depth += '([{'.includes(letter) ? 1 : ')]}'.includes(letter) ? -1 : 0;
    if (depth === 0 && /[;}]$/.test(code.trimEnd())) return at;
  }
  return lines.length - 1;
}

function commentStart(lines: readonly string[], first: number, indent: string): number {
  let start = first;
  while (start > 0 && new RegExp(`^${indent}(?:/\\*\\*| \\*)`).test(lines[start - 1]!)) start -= 1;
  return start;
}
