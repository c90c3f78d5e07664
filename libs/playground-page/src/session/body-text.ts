/** A JSON document with indentation; any other text as it is. */
export function prettyJson(text: string): string {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

/** An XML document with one element a line. */
export function prettyXml(text: string): string {
  let depth = 0;
  const lines: string[] = [];
  for (const part of text.match(/<[^>]+>[^<]*/g) ?? []) {
    const [, slash, content = ''] = /^<([/?!]?)[^>]+>(.*)$/s.exec(part) ?? [];
    const isEnd = slash === '/';
    const isLeafEnd = isEnd && lines.length > 0 && isOpenLeaf(lines.at(-1)!, part);
    if (isEnd) depth -= 1;
    if (isLeafEnd) lines[lines.length - 1] += part.trim();
    else lines.push(`${'  '.repeat(Math.max(depth, 0))}${part.trim()}`);
    if (!slash && !/\/>/.test(part.slice(0, part.length - content.length))) depth += 1;
  }
  return lines.join('\n');
}

/** Decides whether an end tag belongs to the element that the line opens. */
const isOpenLeaf = (line: string, end: string): boolean => {
  const name = /^<\/([^>\s]+)/.exec(end)?.[1] ?? '';
  return line.trimStart().startsWith(`<${name}`) && !line.includes('</');
};
