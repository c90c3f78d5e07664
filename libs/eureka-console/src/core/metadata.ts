type Metadata = Readonly<Record<string, string>>;

/** Metadata as an operator edits it, one `name=value` a line. */
export const metadataLines = (metadata: Metadata): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

export function parsedMetadata(lines: string): { readonly metadata: Metadata; readonly badLine?: string } {
  const pairs: (readonly [string, string])[] = [];
  for (const line of lines.split('\n').map((each) => each.trim())) {
    if (!line) continue;
    const at = line.indexOf('=');
    if (at < 1) return { metadata: {}, badLine: line };
    pairs.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
  }
  return { metadata: Object.fromEntries(pairs) };
}
